/** Where the front end stands, whatever path of whatever host that is. */

/** Absolute address of the folder of the page, in which the other pages and the API are too; ends in '/'. */
export function baseAddress(): string {
  return new URL('./', document.baseURI).href;
}

/** The path of it: tells this installation from others on the same host, which share what a browser keeps. Holds no space. */
export function basePath(): string {
  return new URL(baseAddress()).pathname;
}
