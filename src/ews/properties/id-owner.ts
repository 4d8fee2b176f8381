/**
 * The mailbox that an EWS id names, as far as it tells: WorkMail begins the id of every folder, item and attachment with two zero bytes, a length
 * and the legacyExchangeDN of its mailbox (`/O=m-…/OU=Amazon WorkMail/CN=Recipients/CN=<user>`, read from a recorded folder id). Only good for
 * comparing; lower case. Undefined for other servers' ids, which are opaque.
 */
export const mailboxNamedIn = (id: string): string | undefined => {
  const [first, second, length = 0] = Buffer.from(id.slice(0, 4), 'base64');
  if (first !== 0 || second !== 0 || length === 0) return undefined;
  const end = prefixLength + length;
  const name = Buffer.from(id.slice(0, Math.ceil(end / 3) * 4), 'base64')
    .subarray(prefixLength, end)
    .toString('latin1');
  return name.length === length && name.startsWith('/O=') ? name.toLowerCase() : undefined;
};

/** Two zero bytes and the length. */
const prefixLength = 3;
