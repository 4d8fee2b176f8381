import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlFragment as fragment } from '../../../src/mailbox/compose/html-fragment.ts';

const htmlFragment = (html: string): Promise<string> => fragment(html, { styleSheets: 'kept' });

describe('a piece of an HTML document', () => {
  it('is what its body holds, with its style sheets and without what is only for a whole document', async () => {
    const document =
      '<!DOCTYPE html><html lang="de"><head><title>News</title><meta charset="utf-8"><base href="https://x.test/"><style>p > a { color: red }</style></head><body>\n<p class="a">Grüße &amp; <b>mehr</b></p></body></html>';
    expect(await htmlFragment(document)).toBe(
      '<style>p > a { color: red }</style>\n<p class="a">Grüße &amp; <b>mehr</b></p>',
    );
  });

  it('is without the style sheets where these are not wanted', async () => {
    const html = 'a<style>div { display: none }</style>b<STYLE media=x>p{}</STYLE >c';
    expect(await fragment(html, { styleSheets: 'dropped' })).toBe('abc');
  });

  it('keeps the colours and the direction of the body', async () => {
    expect(await htmlFragment('<BODY dir="rtl" style="color:#333">x</BODY>')).toBe(
      '<div dir="rtl" style="color:#333">x</div>',
    );
  });

  it('is well-formed HTML as it was', async () => {
    const html =
      '<table><tr><td><ul><li>a<li>b</ul><img src="cid:x"><br></td></tr></table><h2>T</h2><a href=\'x?a=1>2\'>l</a><o:p>o</o:p>';
    expect(await htmlFragment(html)).toBe(html);
  });

  it.each([
    ['a stray end tag', '</blockquote></div>x', 'x'],
    [
      'an element that another one closes',
      '<table><tr><td><blockquote>a</td></tr></table></blockquote>b',
      '<table><tr><td><blockquote>a</td></tr></table>b',
    ],
    [
      'an end tag behind the wall of a table',
      '<div><table><tr><td></div>a',
      '<div><table><tr><td>a</td></tr></table></div>',
    ],
    ['an open tag', 'a<b>c<div><i>d', 'a<b>c<div><i>d</div></b></i>'],
    ['a comment', 'a<!-- </blockquote> -->b<!--> c <!x>d<?e?>f</ g>h', 'abc'.slice(0, 2) + ' c dfh'],
    ['a comment without end', 'a<!-- b', 'a'],
    ['a tag without end', 'a<b title="x>y', 'a'],
    ['a quote that is none', `<a x=a'></blockquote>'>b`, `<a x=a'>'>b</a>`],
    ['white space that is none', `<a\u00A0x='></blockquote>'>b</a\u00A0x='>`, `<a\u00A0x='>'>b</a\u00A0x='>`],
    ['a letter that is none', '<bloc\u212Aquote></blockquote>b', '<bloc\u212Aquote>b</bloc\u212Aquote>'],
    ['a script', 'a<script>document.write("</div>")</script>b', 'ab'],
    ['a style sheet without end', 'a<style>p{}</blockquote>', 'a'],
    ['raw text that is markup elsewhere', '<svg><style></style></svg></blockquote>a<plaintext>b', '<style></style>ab'],
    [
      'a table that ends another one',
      '<table><blockquote><table></table></blockquote>a',
      '<table><blockquote><table></table>a',
    ],
    [
      'a row that ends what is before it',
      '<table><blockquote><tr></blockquote>a',
      '<table><blockquote><tr>a</tr></table>',
    ],
    ['a column that ends a cell', '<table><td><div><col></div>a', '<table><td><div><col>a</table>'],
    ['a list entry that ends another one', '<li><div><li></div>a', '<li><div><li>a</li>'],
    ['an end tag of another list', '<li><ul><div></li></div>a', '<li><ul><div></div>a</ul></li>'],
    ['a heading that ends another one', '<h1>a<h2></h2></h1>b', '<h1>a</h1><h2></h2>b'],
    ['an element that ends with another one', '<b><dialog><div></b></dialog>a', '<b><div></b>a</div>'],
    ['headings that close each other', '<h1>a</h2>b', '<h1>a</h2>b'],
    ['a lonely bracket', '1 < 2 <3', '1 &lt; 2 &lt;3'],
  ])('does not break out by %s', async (_name, html, piece) => {
    expect(await htmlFragment(html)).toBe(piece);
  });

  it('is a piece of itself', async () => {
    const part = fc.constantFrom(
      '<',
      '>',
      '</',
      '<!--',
      '-->',
      '"',
      "'",
      '=',
      ' ',
      '/',
      'x',
      '<div',
      '<b>',
      '</b>',
      '<table>',
      '</table>',
      '<td>',
      '</td>',
      '<blockquote>',
      '</blockquote>',
      '<style>',
      '</style>',
      '<script>',
      '<body ',
      '<p>',
      '</p>',
      '<h1>',
      '</h3>',
      '<a x=',
      '<li>',
      '</li>',
      '</div>',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 40 }), async (parts) => {
        const once = await htmlFragment(parts.join(''));
        expect(await htmlFragment(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['<b>', '<b></b>'],
    ['</i>', ''],
    ['<ul><table><td><div></ul>', '<ul><table><td><div></div></td></table></ul>'],
    ['<a x="', ''],
    ["<a b='c' ", ''],
    ['<!--', ''],
    ['<script>', ''],
    ['<style>a', ''],
  ])('comes to an end for %s, a hundred thousand times', async (unit, piece) => {
    expect(await htmlFragment(unit.repeat(100_000))).toHaveLength(piece.length * 100_000);
  });
});
