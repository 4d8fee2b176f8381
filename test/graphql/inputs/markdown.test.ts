import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../src/graphql/inputs/markdown.ts';

const htmlOf = (markdown: string): string => {
  const rendered = renderMarkdown(markdown);
  if (!('html' in rendered)) throw new Error(rendered.problem);
  return rendered.html;
};

describe('markdown', () => {
  test.each([
    ['# Plans\n\nSee *you* **there**.', '<h1>Plans</h1>\n<p>See <em>you</em> <strong>there</strong>.</p>\n'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n'],
    [
      '|a|b|\n|-|-|\n|1|2|',
      '<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody><tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody></table>\n',
    ],
    ['~~old~~', '<p><del>old</del></p>\n'],
    ['https://example.test', '<p><a href="https://example.test">https://example.test</a></p>\n'],
    ['a < b & c', '<p>a &lt; b &amp; c</p>\n'],
    ['```js\nlet a = "<b>";\n```', '<pre><code class="language-js">let a = &quot;&lt;b&gt;&quot;;\n</code></pre>\n'],
    ['<div style="color:red">*as it is*</div>', '<div style="color:red">*as it is*</div>'],
    ['', ''],
  ])('%j becomes %j', (markdown, html) => {
    expect(htmlOf(markdown)).toBe(html);
  });

  test('that is long, with much emphasis, is rendered', () => {
    const paragraph = `${'Some *words* of **some** weight, and _others_ of none. '.repeat(20)}\n\n`;
    expect(htmlOf(paragraph.repeat(90))).toContain('<em>words</em>');
  });
});

describe('what would keep the gateway from everybody else', () => {
  const filled = (piece: string): string => piece.repeat(Math.ceil(100_000 / piece.length)).slice(0, 100_000);

  // Unbounded, the first two take half a minute each and the rest end in a stack overflow.
  test.each([
    ['_*', 'is too intricate; send HTML instead.'],
    ['**a*_ ', 'is too intricate; send HTML instead.'],
    ['>', 'is nested too deep.'],
    ['> - ', 'is nested too deep.'],
    ['1. ', 'is nested too deep.'],
  ])('100,000 characters of %j are refused', (piece, problem) => {
    expect(renderMarkdown(filled(piece))).toEqual({ problem });
  });

  test('lines and rulers of signs that begin lists are no nesting', () => {
    expect(htmlOf(`${'-'.repeat(200)}\n\n${'>'.repeat(50)} a`)).toContain('<hr>');
  });

  test('and so is what is too long to look at', () => {
    expect(renderMarkdown('a'.repeat(100_001))).toEqual({
      problem: 'is longer than 100000 characters; send HTML instead.',
    });
  });
});
