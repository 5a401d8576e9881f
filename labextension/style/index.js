import './base.css';
import './badges.css';
