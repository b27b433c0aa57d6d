import './tokens.css';
import './base.css';
import './components.css';
import './charts.css';
import './server.css';
