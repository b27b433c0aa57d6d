export { type Device, devices, runtimeVersion, Session, type SessionOptions } from './session.js';
