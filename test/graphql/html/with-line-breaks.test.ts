import { expect, it } from 'vitest';
import { withLineBreaks } from '../../../src/graphql/html/with-line-breaks.ts';

it.each([
  ['one line', 'one line'],
  ['one\ntwo\r\nthree\rfour', 'one<br>two<br>three<br>four'],
  ['1 < 2\nR&amp;D', '1 < 2<br>R&amp;D'],
  ['<p>one\ntwo</p>', '<p>one\ntwo</p>'],
  ['one<BR>\ntwo', 'one<BR>\ntwo'],
  ['<!-- none -->\n', '<!-- none -->\n'],
])('of %j the line breaks are kept where nothing else breaks its lines', (text, html) => {
  expect(withLineBreaks(text)).toBe(html);
});
