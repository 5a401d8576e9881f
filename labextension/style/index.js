import './base.css';
import './privacy.css';
import './review.css';
import './badges.css';
import './chat.css';
