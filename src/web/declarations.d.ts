/** What Vite makes of imports that are no scripts. */
declare module '*.css';
declare module '*?url' {
  const address: string;
  export default address;
}
declare module '*?worker&url' {
  const address: string;
  export default address;
}
/** Size of the runtime's .wasm file; set by the build. */
declare const RUNTIME_BYTES: number;
