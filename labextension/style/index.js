import './base.css';
import './direction.css';
import './privacy.css';
import './review.css';
import './badges.css';
import './status.css';
import './chat.css';
