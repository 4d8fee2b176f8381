import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { createXmlReader } from '../../src/ews/strict-xml.ts';
import { parseLongXml, parseXml, type XmlElement } from '../../src/ews/xml.ts';

const never = new AbortController().signal;

/** An answer of about so many characters, each item with something in it that must not be cut. */
const longAnswer = (characters: number, extra = ''): string => {
  const items: string[] = [];
  for (let length = 0, index = 0; length < characters; index += 1) {
    const item = `<t:Message><t:ItemId Id="${index}"/><t:Subject>${'n'.repeat(index % 97)}&#x14;&amp;😀\r\n${index}</t:Subject>${extra}</t:Message>`;
    items.push(item);
    length += item.length;
  }
  return `<t:Items xmlns:t="urn:t">${items.join('')}</t:Items>`;
};

const strictly = (text: string): XmlElement => {
  const reader = createXmlReader();
  reader.write(text);
  return reader.close();
};

/** Turns that somebody else had while this was waited for. */
const turnsDuring = async (work: Promise<unknown>): Promise<number> => {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work.finally(() => {
    isOver = true;
  });
  return turns;
};

const cdata = '<t:Body><![CDATA[&#x14; <p>&#xFFFF;</p> ]] > ]]></t:Body>';

describe('a long document', () => {
  it.each([
    ['a plain one', longAnswer(2_000_000)],
    ['one with comments', longAnswer(1_500_000, '<!-- & < > &#x14; ]] -->')],
    ['one with CDATA', longAnswer(1_500_000, cdata)],
    ['one with CDATA that reaches over many pieces', `<a><![CDATA[${'<b>&#x14;</b> '.repeat(100_000)}]]></a>`],
    ['one long text with references', `<a><b>${'&lt;p&gt;&#x14;&#13;\n'.repeat(60_000)}</b></a>`],
    ['one long text without a mark', `<a><b>${'QUJD'.repeat(400_000)}</b><!-- --></a>`],
  ])('%s is read as if at once, with turns for others', async (_what, text) => {
    const reading = parseLongXml(text, never);
    const turns = await turnsDuring(reading);
    // Faster than toEqual, which prepares to tell the difference.
    expect(isDeepStrictEqual(await reading, strictly(text))).toBe(true);
    expect(isDeepStrictEqual(parseXml(text), await reading)).toBe(true);
    expect(turns).toBeGreaterThan(1);
  });

  it.each([
    ['in its first slice', (text: string) => text.replace('</t:Subject>', '')],
    ['in its last slice', (text: string) => `${text.slice(0, -'</t:Message></t:Items>'.length)}</t:Items>`],
    ['by being cut', (text: string) => text.slice(0, 1_100_000)],
    ['by a control character in the middle', (text: string) => `${text.slice(0, 700_000)}\u0001${text.slice(700_000)}`],
    ['by an end of CDATA between two slices', (text: string) => text.replace(/^([^]{524286,}?<t:Subject>)/, '$1]]>')],
  ])('that is wrong %s is refused', async (_where, spoil) => {
    const text = longAnswer(1_400_000);
    await expect(parseLongXml(spoil(text), never)).rejects.toMatchObject({ kind: 'decode' });
  });

  it.each([
    ['plain', longAnswer(2_000_000)],
    ['with comments', longAnswer(2_000_000, '<!-- -->')],
  ])('%s is read no further once nobody waits for it', async (_what, text) => {
    const leaving = new AbortController();
    const reading = parseLongXml(text, leaving.signal);
    leaving.abort();
    await expect(reading).rejects.toThrow(EwsError);
    await expect(reading).rejects.toMatchObject({ kind: 'aborted' });
  });

  it('is read no further once its time is over', async () => {
    const limit = new AbortController();
    const reading = parseLongXml(longAnswer(2_000_000), limit.signal);
    limit.abort(new DOMException('No answer within 1 ms', 'TimeoutError'));
    await expect(reading).rejects.toMatchObject({ kind: 'timeout' });
  });
});

it('a short document is read at once, whoever waits', async () => {
  const left = new AbortController();
  left.abort();
  expect(await parseLongXml(longAnswer(1_000), left.signal)).toEqual(strictly(longAnswer(1_000)));
});
