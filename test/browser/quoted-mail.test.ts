import fc from 'fast-check';
import { expect, it } from 'vitest';
import { htmlFragment } from '../../src/mailbox/compose/html-fragment.ts';
import { chromiumOfTest, describeWithChromium } from './chromium.ts';

const blocks = 'blockquote div p li ul dd dl h1 h2 table tr td caption tbody pre center';
const others =
  'b a span font button select option textarea svg math foreignObject template form object style title script';
const tags = `${blocks} ${others}`
  .split(' ')
  .flatMap((name) => [`<${name}>`, `</${name}>`, `<${name} a='b' `, `<${name}\n`]);
const pieces = [
  '<',
  '>',
  '</',
  '/>',
  '<!--',
  '-->',
  '--!>',
  '<!',
  ']]>',
  '<![CDATA[',
  '"',
  "'",
  '=',
  ' ',
  '\u00A0',
  '/',
  'x',
  '<br>',
  '<input>',
  '<hr>',
];

/** Mail of a stranger who wants to be taken for whoever quotes him. */
const hostile = fc
  .array(fc.constantFrom(...tags, ...tags, ...pieces, '</blockquote>', '<blockquote>'), { maxLength: 30 })
  .map((parts) => parts.join(''));

const ending = 'blockquote div table tr td th caption col colgroup tbody li h1 h2 dialog b'.split(' ');

/** The same by tags that end others without being their end tags. */
const hostileByEnding = fc
  .array(fc.constantFrom(...ending.flatMap((name) => [`<${name}>`, `<${name}>`, `</${name}>`])), { maxLength: 14 })
  .map((parts) => parts.join(''));

describeWithChromium('quoted HTML', () => {
  it('stays in its quote, as a browser sees it', async () => {
    const browser = await chromiumOfTest();
    const page = await browser.newPage();
    const mails = [hostile, hostileByEnding].flatMap((mail) => fc.sample(mail, { numRuns: 5_000, seed: 42 }));
    const fragments = await Promise.all(mails.map((mail) => htmlFragment(mail, { styleSheets: 'kept' })));
    const quotes = fragments.map((piece) => `<blockquote>${piece}</blockquote><p id="after">I agree.</p>`);
    const outside = await page.evaluate(
      (documents) =>
        documents.map((html) => {
          const { body } = new DOMParser().parseFromString(html, 'text/html');
          return [...body.childNodes].map((node) => node.nodeName).join(' ');
        }),
      quotes,
    );
    // What a mail leaves open may swallow what follows its quote, where nothing stands; nothing of it may stand there.
    const isKept = (shape: string): boolean => shape === 'BLOCKQUOTE P' || shape === 'BLOCKQUOTE';
    const broken = outside.flatMap((shape, index) => (isKept(shape) ? [] : [{ mail: mails[index], shape }]));
    expect(broken.slice(0, 5)).toEqual([]);
  });
});
