/**
 * The same text with memory of its own, for whatever is remembered longer than a request: a part of a text, and what is put together with one, keep the
 * whole text in memory (V8), so that an id would keep the answer that it came in, megabytes of it.
 */
export const heldText = <Text extends string>(text: Text): Text => {
  // UTF-8 cannot tell half a surrogate pair; all else comes back as it was, a byte for a character of ASCII.
  const encoding = text.isWellFormed() ? 'utf8' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding) as Text;
};
