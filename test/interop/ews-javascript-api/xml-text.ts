/**
 * Text as the client must be given it: it writes strings into its XML as they are, and an ampersand in a subject would end the request as
 * ill-formed. What it reads it does unescape. Seen with ews-javascript-api 0.15.3, js/Core/EwsServiceXmlWriter.js.
 */
export const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
