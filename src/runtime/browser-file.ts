/** The file that `browser.ts` wants the bytes of: where the build put it, and how large it is. Brings no runtime with it. */
import address from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

/** `address` may be relative to the page; `bytes` before any compression. */
export const runtimeFile = { address, bytes: RUNTIME_BYTES };
