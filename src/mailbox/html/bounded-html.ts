import { cutUtf8 } from '../cut-utf8.ts';

/** Bytes of HTML that are looked at: more costs seconds of processor time for a mail that nobody scrolls through. */
const maxHtmlBytes = 1_000_000;

/** The parser's time grows with the square of the depth: 200,000 nested elements took it 12 s. No real mail comes near. */
const maxDepth = 1000;

/** What a reader of HTML must call for every element that opens and closes. */
export interface DepthHooks {
  readonly onOpenTag: () => void;
  readonly onCloseTag: () => void;
}

class TooDeepError extends Error {}

/**
 * Lets `read` have as much of the HTML as anybody may send: its first megabyte, or the longest half, quarter and so on of that whose elements nest
 * at most 1,000 deep. `isWhole` tells whether that was all.
 */
export const readWithinLimits = <Result>(
  html: string,
  read: (input: string, hooks: DepthHooks) => Result,
): { readonly result: Result; readonly isWhole: boolean } => {
  let input = cutUtf8(html, maxHtmlBytes);
  for (;;) {
    let depth = 0;
    const onOpenTag = (): void => {
      depth += 1;
      if (depth > maxDepth) throw new TooDeepError();
    };
    const onCloseTag = (): void => {
      depth -= 1;
    };
    try {
      return { result: read(input, { onOpenTag, onCloseTag }), isWhole: input.length === html.length };
    } catch (error) {
      if (!(error instanceof TooDeepError)) throw error;
      input = cutUtf8(input, Math.floor(Buffer.byteLength(input) / 2));
    }
  }
};
