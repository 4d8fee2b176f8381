const mediaType = /^[\w!#$&^.+-]{1,80}\/[\w!#$&^.+-]{1,80}(?:; ?charset="?[\w.:+-]{1,40}"?)?$/;

/** Scripts, which any page could run by `<script src>`, and containers whose parts bring headers of their own. */
const neverTold = /^(?:multipart\/|[^;]*(?:java|ecma|j|live)script)/i;

/**
 * The Content-Type of a file, from what its sender wrote: that, if it is a media type at all and none that a browser acts on although it is told to
 * save the file; else application/octet-stream.
 */
export const safeContentType = (type: string): string =>
  mediaType.test(type) && !neverTold.test(type) ? type : 'application/octet-stream';
