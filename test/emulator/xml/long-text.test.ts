import { describe, expect, it } from 'vitest';
import { withoutLongText } from '../../../src/emulator/xml/long-text.ts';
import { readXml, UnreadableXml } from '../../../src/emulator/xml/read-xml.ts';

const base64 = Buffer.from(Array.from({ length: 90_000 }, (_, index) => index % 251)).toString('base64');
const inLines = base64.replaceAll(/.{76}/g, '$&\r\n');
const texts = (document: string): readonly string[] => readXml(document).children.map(({ text }) => text);

describe('withoutLongText', () => {
  it('keeps long base64 away from what reads the document, and gives it back', () => {
    const { document, restore } = withoutLongText(`<a><b>short</b><b>${base64}</b><b>${inLines}</b></a>`);
    expect(document.length).toBeLessThan(200);
    const [, second = '', third = ''] = [...document.matchAll(/<b>([^<]*)</g)].map(([, text = '']) => restore(text));
    expect(second === base64).toBe(true);
    expect(third === inLines).toBe(true);
  });

  it('leaves short texts, and long ones that are no base64, where they are', () => {
    const prose = 'Not base64: it has signs. '.repeat(4_000);
    for (const document of [`<a>${base64.slice(0, 60_000)}</a>`, `<a>${prose}</a>`, `<a x=">${base64}!"/>`]) {
      expect(withoutLongText(document).document === document).toBe(true);
    }
  });
});

describe('a document with long base64', () => {
  it('reads as it would in one piece', () => {
    const document = `<a><b>${base64}</b><b>x</b><b>before > ${base64}</b><b><![CDATA[>${base64}<]]></b><b>${base64}<!-- ${base64}<x> -->tail</b></a>`;
    const expected = [base64, 'x', `before > ${base64}`, `>${base64}<`, `${base64}tail`];
    const read = texts(document);
    expect(read.map((text, index) => text === expected[index])).toEqual(expected.map(() => true));
  });

  it('is refused where it would be in one piece', () => {
    for (const document of [`<a>${base64}</b>`, `${base64}<a/>`, `<a/>${base64}`, `<a>${base64}&nothing;</a>`]) {
      expect(() => readXml(document)).toThrow(UnreadableXml);
    }
  });

  it('may begin with much empty space', () => {
    expect(readXml(`<?xml version="1.0"?>${' '.repeat(70_000)}<a/>`).name).toBe('a');
  });
});
