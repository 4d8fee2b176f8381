import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../../src/mailbox/html/html-to-text.ts';

describe('text of HTML', () => {
  it('reads as a person would copy it: paragraphs, lines, lists, rows', () => {
    const html = `<html><head><title>Not this</title><style>p{color:red}</style></head><body>
      <h1>Hello &amp; welcome</h1>
      <p>One
         two&nbsp;&nbsp; three<br>four</p>
      <ul><li>first<li>second</ul>
      <table><tr><td>1<td>2<tr><td>3</table>
      <div>last</div></body></html>`;
    expect(htmlToText(html)).toBe('Hello & welcome\n\nOne two three\nfour\n\n- first\n- second\n\n1 2\n\n3\n\nlast');
  });

  it('decodes characters once', () => {
    expect(htmlToText('<p>1 &lt; 2 &amp;amp; &quot;x&quot; &eacute; &#128512;</p>')).toBe('1 < 2 &amp; "x" é 😀');
  });

  it('keeps lines and spaces of preformatted text', () => {
    expect(htmlToText('<pre>a  b\n  c</pre>')).toBe('a  b\n  c');
  });

  it('tells pictures by their words and leaves scripts, forms and comments out', () => {
    expect(
      htmlToText(
        '<img src=x alt="Our logo"><script>alert(1)</script><!-- no --><svg><text>no</text></svg><textarea>no</textarea>',
      ),
    ).toBe('Our logo');
  });

  it('drops the invisible padding of marketing mail and keeps joiners inside words', () => {
    expect(htmlToText(`<div>Read me&zwnj;&nbsp;&zwnj;&nbsp;&#847;&zwnj;&nbsp;</div><p>می‌خواهم 👨‍👩‍👧</p>`)).toBe(
      'Read me\n\nمی‌خواهم 👨‍👩‍👧',
    );
  });

  it.each([
    ['nesting', '<div>'.repeat(200_000)],
    ['padding', `${'\u200C'.repeat(300_000)}x`],
    ['spaces', `${'&nbsp;'.repeat(160_000)}x`],
    ['open tags', '<a '.repeat(300_000)],
  ])('is not held up by %s without end', (_kind, html) => {
    expect(htmlToText(html).length).toBeLessThanOrEqual(300_001);
  });
});
