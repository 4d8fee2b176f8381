import { describe, expect, it } from 'vitest';
import { bodyText, htmlOfText } from '../../../src/emulator/item/body-text.ts';

describe('the text of an HTML body', () => {
  it.each([
    ['<p>One</p><p>Two</p>', 'One\r\n\r\nTwo'],
    ['<div>One</div><div>Two</div>', 'One\r\nTwo'],
    ['One<br>Two<br/>Three', 'One\r\nTwo\r\nThree'],
    ['<ul><li>One</li><li>Two</li></ul>', '* One\r\n* Two'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a\tb\r\nc'],
    ['<pre>a\n  b</pre>', 'a\r\n  b'],
    ['a &lt;b&gt; &amp; &#233;&#x1F600; &nbsp;&unknown;', 'a <b> & é😀 \u00a0&unknown;'],
    ['  many \n\t spaces  <b>here</b> ', 'many spaces here'],
  ])('of %s', (html, text) => {
    expect(bodyText(html)).toBe(text);
  });

  it('has no scripts, styles, titles or comments', () => {
    const html =
      '<html><head><title>t</title><style>p{}</style></head><body><!-- c --><script>if (a<b) x()</script>Hello</body></html>';
    expect(bodyText(html)).toBe('Hello');
  });

  it('is not fooled by an attribute that holds a bracket, or by a lone bracket', () => {
    expect(bodyText('<a title="a > b">link</a> 1 < 2')).toBe('link 1 < 2');
  });

  it('survives markup that does not end', () => {
    expect(bodyText('<p>Hello <b')).toContain('Hello');
    expect(bodyText('Hello <!-- never closed')).toBe('Hello');
  });
});

describe('the HTML of a text body', () => {
  it('keeps lines and escapes markup', () => {
    expect(htmlOfText('a & b\n<c>')).toBe('<html><body><div>a &amp; b<br>\r\n&lt;c&gt;</div></body></html>');
  });
});
