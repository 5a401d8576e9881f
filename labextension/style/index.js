import './base.css';
import './privacy.css';
