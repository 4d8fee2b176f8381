/** Whether there is anything in it that a reader of HTML takes for an element or a comment. */
const hasTag = /<[a-z!/]/i;

/** HTML in which the line breaks of a text that was written without any tag are seen; HTML with tags as it is. */
export const withLineBreaks = (html: string): string =>
  hasTag.test(html) ? html : html.replaceAll(/\r\n|\r|\n/g, '<br>');
