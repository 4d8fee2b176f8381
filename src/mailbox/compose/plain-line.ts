const breaks = /[\p{Cc}\u2028\u2029]+/gu;

/** Embeddings, overrides and isolates turn the direction of what follows them. https://www.unicode.org/reports/tr9/ */
const turns = /[\u202A-\u202E\u2066-\u2069]/g;

/** As many UTF-16 units as Exchange keeps of a subject or a name. */
const longest = 255;

/**
 * A name or subject that somebody else wrote, as a client of the gateway might have written it: one line, nothing that turns the direction of text,
 * and nothing that readers take for an encoded word (RFC 2047), which would say something that nobody has seen.
 */
export const plainLine = (text: string): string =>
  text
    .replace(breaks, ' ')
    .replace(turns, '')
    .replaceAll('=?', '= ?')
    .trim()
    .slice(0, longest)
    .replace(/\p{Surrogate}$/u, '');
