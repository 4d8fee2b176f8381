import { Marked } from 'marked';

/** UTF-16 units: 100,000 characters of prose take 50 ms of the thread that serves everybody. */
const longest = 100_000;

/** Lists and quotations inside each other, begun on one line. */
const tooDeep = /^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){51}/m;

/** Characters looked through in search of the other end of an emphasis. Marked is quadratic there: 100 kB of `_*` would take half a minute. */
const mostWork = 10_000_000;

/** What was written is more work than a text is worth; nothing is known of how it would look. */
class TooIntricateError extends Error {
  override readonly name = 'TooIntricateError';
}

/** Markdown as HTML, or what is wrong with it. */
export type RenderedMarkdown = { readonly html: string } | { readonly problem: string };

/**
 * Renders CommonMark with GitHub's tables, lists, strikethrough and links (marked.js.org). HTML in it is passed on as it is: whoever writes the
 * markdown might as well write the message in HTML. Fetches nothing.
 */
export const renderMarkdown = (markdown: string): RenderedMarkdown => {
  if (markdown.length > longest) return { problem: `is longer than ${longest} characters; send HTML instead.` };
  if (tooDeep.test(markdown)) return { problem: 'is nested too deep.' };
  let work = 0;
  const marked = new Marked({
    gfm: true,
    async: false,
    tokenizer: {
      emStrong: (text) => {
        work += text.length;
        if (work > mostWork) throw new TooIntricateError();
        // Marked's own way of saying: as usual.
        return false;
      },
    },
  });
  try {
    return { html: marked.parse(markdown, { async: false }) };
  } catch (error) {
    if (!(error instanceof TooIntricateError || error instanceof RangeError)) throw error;
    return { problem: 'is too intricate; send HTML instead.' };
  }
};
