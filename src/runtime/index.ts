export {
  type Device,
  devices,
  runtimeVersion,
  Session,
  type SessionOptions,
  supportedDevices,
} from './session.js';
