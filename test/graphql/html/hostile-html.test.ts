import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../../src/mailbox/html/html-to-text.ts';
import { prepareBody } from '../../../src/graphql/messages/message-body.ts';
import { sanitizeHtml } from '../../../src/graphql/html/sanitize-html.ts';
import { activeContent } from './active-content.ts';
import { publishedVectors, xssVectors } from './xss-vectors.ts';

/** As the `body` field prepares it. */
const shown = (content: string, maxBytes?: number): string =>
  prepareBody(
    { type: 'HTML', content, isTruncated: false },
    { format: 'HTML', part: 'FULL', maxBytes },
    () => undefined,
  ).content;

describe('published attacks on HTML filters', () => {
  it('are many', () => {
    expect(xssVectors.length).toBeGreaterThanOrEqual(250);
  });

  describe.each(publishedVectors)('$source', ({ vectors }) => {
    it.each(vectors)('leaves nothing to act on of %s', (vector) => {
      expect(activeContent(shown(vector))).toEqual([]);
      for (const around of [
        `<div><p>before ${vector} after</p></div>`,
        `<table><tr><td>${vector}</table>`,
        `<p title="${vector}">x</p>`,
        `<p title='${vector}'>x</p>`,
        `<!-- ${vector} -->`,
        `<a href="https://ok.example/">${vector}`,
        vector + vector,
      ])
        expect(activeContent(shown(around)), around).toEqual([]);
      // Whoever sanitises the answer once more gets the same.
      expect(shown(shown(vector))).toBe(shown(vector));
      expect(shown(vector)).not.toMatch(/(?:src|style)="[^"]*evil\.example/);
    });
  });

  it('leave nothing when the answer is cut, wherever that is', () => {
    for (const vector of xssVectors) {
      const html = `<p>é ${vector} <b>after</b> <a href="https://ok.example/?a=1&amp;b=<x>">link</a></p>`;
      const whole = Buffer.byteLength(shown(html));
      const lengths =
        whole <= 300 ? Array.from({ length: whole }, (_, index) => index + 1) : [1, 40, 99, 300, whole - 1];
      for (const maxBytes of lengths) {
        const cut = shown(html, maxBytes);
        expect(activeContent(cut), `${maxBytes} bytes of ${html}`).toEqual([]);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
      }
    }
  }, 60_000);

  it('leave nothing when the mail server cut the mail in the middle', () => {
    for (const vector of xssVectors.filter(({ length }) => length <= 300))
      for (let length = 1; length < vector.length; length += 1)
        expect(activeContent(shown(vector.slice(0, length))), vector.slice(0, length)).toEqual([]);
  }, 60_000);

  it('are shown as words when they came as text', () => {
    for (const content of xssVectors) {
      const body = { type: 'Text', content, isTruncated: false } as const;
      expect(activeContent(prepareBody(body, { format: 'HTML', part: 'FULL' }, () => undefined).content)).toEqual([]);
    }
  });

  it('would be seen if one were left', () => {
    for (const html of [
      '<script>',
      '<p onclick="x">',
      '<p id="x">',
      '<a href="javascript:x">',
      '<a href="&#106;avascript:x">',
      '<img src="https://evil.example/x.png" />',
      '<img src="data:image/svg+xml;base64,AAAA" />',
      '<p style="position:fixed">',
      '<p style="background:u&#114;l(x)">',
      '<p style="margin:-1px">',
      '<p <b>',
      '<p title=x>',
      'a > b',
      '&#60script',
    ])
      expect(activeContent(html), html).not.toEqual([]);
    const raw = xssVectors.filter((vector) => activeContent(vector).length > 0);
    // The others are words, or harmless to any browser of today: what they attacked was another filter.
    expect(xssVectors.length - raw.length).toBeLessThanOrEqual(7);
  });
});

const megabyte = 1_000_000;
const filled = (start: string, repeated: string, end = ''): string =>
  start + repeated.repeat(Math.floor((megabyte - start.length - end.length) / repeated.length)) + end;

/** Each is what some step reads in more than linear time when it is written carelessly, or did. */
const heavyMail: readonly (readonly [name: string, html: string])[] = [
  ['50,000 nested elements', '<div>'.repeat(50_000)],
  ['200,000 nested elements', filled('', '<div>')],
  ['elements nested as deep as is read, again and again', filled('', `${'<b>'.repeat(900)}x${'</b>'.repeat(900)}`)],
  ['comments inside a mailto address', filled('<a href="mailto:', '<!---->', '">x</a>')],
  ['a step back in every part of an address', filled('<a href="https://x/', 'a/../', '">x</a>')],
  ['an attribute of a megabyte', filled('<img title="', ' src', '">')],
  ['a hundred thousand attributes', `<p ${Array.from({ length: 100_000 }, (_, index) => `a${index}`).join(' ')}>x</p>`],
  ['tags that never end', filled('', '<a ')],
  ['comments that never end', filled('', '<!--')],
  ['closing tags of nothing', filled('', '</p>')],
  ['style elements that never end', filled('', '<style>')],
  ['a style of a hundred thousand declarations', filled('<p style="', 'color:red;', '">x</p>')],
  ['a style of brackets', filled('<p style="', '(', '">x</p>')],
  ['unknown content ids', filled('', '<img src="cid:x">')],
  ['white space', filled('', ' \n\u00A0')],
  ['list entries', filled('<ul>', '<li>x')],
];

describe('mail made to keep the gateway busy', () => {
  it.each(heavyMail)('is done with soon: %s', (_name, html) => {
    const started = process.cpuUsage();
    sanitizeHtml(html, { inlineImage: () => undefined });
    htmlToText(html);
    const { user, system } = process.cpuUsage(started);
    // Processor time, not a clock: a busy machine changes it little. None takes much more than a second; the address of comments took 38.
    expect((user + system) / 1e6).toBeLessThan(5);
  });

  it('keeps a mailto address, with the brackets that it may not hold encoded', () => {
    expect(shown('<a href="mailto:ann@example.test?subject=<a><!-- -->b">x</a>')).toContain(
      'href="mailto:ann@example.test?subject=%3Ca%3E%3C!--%20--%3Eb"',
    );
  });
});
