export { runtimeVersion, Session, type SessionOptions } from './session.js';
