/** What mail programs of many languages put before the subject of a reply or a forwarded message, `Re[2]:` included. */
const prefix =
  /^\s*(?:(?:re|fwd?|aw|wg|sv|vs|vb|vl|antw|doorst|tr|rv|rif|odp|pd|ynt|ilt|res|enc|ref|回复|答复|转发|回覆|轉寄|返信|転送|회신|전달)(?:\s*\[\d+\])?\s*[:：]\s*)+/iu;

/** A subject without what replies and forwards put before it, for servers that do not keep one. */
export const normalizedSubject = (subject: string): string => subject.replace(prefix, '').trim();
