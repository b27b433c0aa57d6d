/**
 * Keeps ONNX Runtime silent: since 1.29 its Linux and macOS builds tell Microsoft of every session and its rates, under an identity
 * that they store in the user's cache folder, unless this variable is set when the library is loaded. So session.ts imports this before it.
 * `ORT_DISABLE_TELEMETRY=0` in the environment lets it speak. In a worker thread the assignment does not reach the library: there it is
 * silent when the main thread has imported this, too, or when the variable stands in the environment of the process.
 */
process.env.ORT_DISABLE_TELEMETRY ??= '1';
