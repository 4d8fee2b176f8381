import { describe, expect, it } from 'vitest';
import { readXml, UnreadableXml } from '../../../src/emulator/xml/read-xml.ts';
import { writeXml } from '../../../src/emulator/xml/write-xml.ts';
import { node } from '../../../src/emulator/xml/xml.ts';

describe('reading a document', () => {
  it('names elements by their namespace, whatever prefixes stand on the wire', () => {
    const root = readXml(
      `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:q="http://schemas.microsoft.com/exchange/services/2006/types">
         <q:Body xmlns:q="http://schemas.microsoft.com/exchange/services/2006/messages"><q:GetItem/></q:Body><q:Subject/>
         <x xmlns="urn:other"/><none xmlns=""/></Envelope>`,
    );
    expect(root.name).toBe('soap:Envelope');
    expect(root.children.map(({ name }) => name)).toEqual(['m:Body', 't:Subject', '{urn:other}x', 'none']);
    expect(root.children[0]?.children[0]?.name).toBe('m:GetItem');
  });

  it('keeps the order of siblings of different names, and the text as it is', () => {
    const root = readXml('<a><b>1</b><c> 007 </c><b>true</b></a>');
    expect(root.children).toEqual([node('b', '1'), node('c', ' 007 '), node('b', 'true')]);
  });

  it('decodes references and takes CDATA literally', () => {
    expect(readXml('<a b="&lt;&#x1F600;">&#128512;&#xD;&amp;<![CDATA[<!DOCTYPE a>&nbsp;&#0;]]></a>')).toEqual(
      node('a', { b: '<😀' }, '😀\r&<!DOCTYPE a>&nbsp;&#0;'),
    );
  });

  it.each([
    ['nothing at all', ''],
    ['text', 'hello'],
    ['a cut document', '<a><b>'],
    ['crossed tags', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>more'],
    ['a bare ampersand', '<a>this & that</a>'],
    ['an undeclared prefix', '<t:a/>'],
    ['namespaces without end', `<a ${Array.from({ length: 201 }, (_, at) => `xmlns:n${at}="urn:${at}"`).join(' ')}/>`],
    ['a reference to a forbidden character', '<a>&#x14;</a>'],
    ['a reference to half a character', '<a>&#xD800;</a>'],
    ['a forbidden character', '<a>\u0014</a>'],
    ['an entity that only a DOCTYPE could declare', '<a>&nbsp;</a>'],
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['elements without end in each other', `${'<a>'.repeat(2000)}${'</a>'.repeat(2000)}`],
    ['a name that no schema has and JavaScript does', '<a><constructor/></a>'],
    ['a DOCTYPE behind a comment', '<?xml version="1.0"?><!-- hi --> <!doctype a><a/>'],
  ])('refuses %s', (_, text) => {
    expect(() => readXml(text)).toThrow(UnreadableXml);
  });
});

describe('writing a document', () => {
  it('escapes, and what it wrote reads back the same', () => {
    const root = node('a', { b: 'x "y" <z>\n&' }, ' <tag> & "quote" \r\n ]]> 😀 ');
    expect(readXml(writeXml(root))).toEqual(root);
  });

  it('leaves out what XML forbids, or refers to it when asked to', () => {
    const root = node('a', 'bell\u0007 null\u0000 half\uD83D none\uFFFE end');
    expect(writeXml(root)).toBe('<?xml version="1.0" encoding="utf-8"?>\n<a>bell null half none end</a>');
    expect(writeXml(root, 'reference')).toContain('<a>bell&#x7; null&#x0; half&#xD83D; none&#xFFFE; end</a>');
  });
});
