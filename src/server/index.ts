/** A model over HTTP: the page for people, the API for programs. */
export { createApiKey } from './access.js';
export { type ApiErrorCode, httpStatus } from './api-error.js';
export { closeOnSignals, type SignalOptions } from './close-on-signals.js';
export {
  createServer,
  type InjectedAnswer,
  type InjectedRequest,
  type Server,
  type ServerOptions,
  startServer,
} from './create-server.js';
export type { ServerAddress } from './listen.js';
export type { ServedModel } from './served-model.js';
export {
  environmentName,
  type NumberSetting,
  resolveSettings,
  type ServerSettingName,
  type ServerSettings,
  serverSettings,
  type TextSetting,
} from './settings.js';
