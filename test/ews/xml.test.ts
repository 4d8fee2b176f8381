import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { EwsError, InvalidInputError } from '../../src/ews/errors.ts';
import { bytesElement, child, element, parseXml, writeXml, xmlPieces, type XmlElement } from '../../src/ews/xml.ts';

const read = (xml: string): XmlElement => parseXml(xml);

const refusal = (xml: string): EwsError => {
  try {
    parseXml(xml);
  } catch (error) {
    expect(error).toBeInstanceOf(EwsError);
    return error as EwsError;
  }
  throw new Error(`accepted: ${xml}`);
};

/** Strings that XML can hold, every line break included. */
const xmlText = fc.string({ unit: 'binary', maxLength: 40 }).map((text) =>
  // oxlint-disable-next-line no-control-regex
  text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\uD800-\uDFFF]/gu, ''),
);

const markup = [
  ...`< > & " ' /> </Contains> </t:Subject><evil> ]]> <![CDATA[ <!-- --> <?x ?> &lt; &amp; &#60; &#x3C; &b; &#0; ＜`.split(
    ' ',
  ),
  ...'\r\n,\n,\t,\u0085,\u2028,<!DOCTYPE a [<!ENTITY b "c">]>, xmlns:t="urn:evil"'.split(','),
];

/** Pieces of markup among random characters. */
const hostileText = fc
  .array(fc.oneof(xmlText, fc.constantFrom(...markup)), { maxLength: 6 })
  .map((pieces) => pieces.join(''));

type Read = readonly [name: string, attributes: Readonly<Record<string, string>>, text: string];

const readBySaxes = (xml: string): readonly Read[] => {
  const parser = new SaxesParser();
  const elements: [string, Record<string, string>, string][] = [];
  const open: number[] = [];
  const refuse = (): never => {
    throw new Error('more than elements and text');
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => void open.push(elements.push([name, { ...attributes }, '']) - 1));
  parser.on('closetag', () => void open.pop());
  parser.on('text', (text) => {
    const current = elements[open.at(-1) ?? -1];
    if (current !== undefined) current[2] += text;
  });
  for (const event of ['cdata', 'comment', 'doctype', 'processinginstruction'] as const) parser.on(event, refuse);
  parser.write(xml).close();
  return elements;
};

/** The parser of the emulator's wing. */
const fastXmlParser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Numeric references are among those of HTML, to this parser.
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
  commentPropName: '#comment',
  cdataPropName: '#cdata',
});

const readByFastXmlParser = (xml: string): readonly Read[] => {
  type Node = Readonly<Record<string, unknown>> & { readonly '#text'?: string };
  const walk = (nodes: readonly Node[]): readonly Read[] =>
    nodes.flatMap((node): readonly Read[] => {
      const { ':@': attributes = {}, ...named } = node;
      const [name = '', children] = Object.entries(named)[0] ?? [];
      if (!Array.isArray(children)) return name === '#text' ? [] : [[name, {}, String(children)]];
      const text = (children as readonly Node[]).map((inner) => inner['#text'] ?? '').join('');
      return [[name, attributes as Readonly<Record<string, string>>, text], ...walk(children as readonly Node[])];
    });
  return walk(fastXmlParser.parse(xml) as readonly Node[]);
};

describe('writing', () => {
  it('drops attributes and children that are undefined', () => {
    const xml = writeXml(element('t:ItemId', { Id: 'a', ChangeKey: undefined }, [undefined, element('t:Name')]));
    expect(xml).toBe('<t:ItemId Id="a"><t:Name/></t:ItemId>');
  });

  it('keeps bytes apart from the text around them', () => {
    const bytes = new Blob(['abc']);
    const file = element('t:File', [element('t:Name', 'a'), bytesElement('t:Content', bytes), element('t:After')]);
    expect(xmlPieces(file)).toEqual([
      '<t:File><t:Name>a</t:Name><t:Content>',
      bytes,
      '</t:Content><t:After/></t:File>',
    ]);
    expect(() => writeXml(file)).toThrow(TypeError);
  });

  it('escapes whatever could end an element or an attribute', () => {
    expect(writeXml(element('t:Subject', { Note: `"'<&>\n` }, `</t:Subject>&amp;]]>`))).toBe(
      `<t:Subject Note="&quot;'&lt;&amp;&gt;&#xA;">&lt;/t:Subject&gt;&amp;amp;]]&gt;</t:Subject>`,
    );
  });

  it.each([
    ['a null character', 'a\u0000b'],
    ['a control character', 'a\u0014b'],
    ['the first half of a surrogate pair', 'a\uD800b'],
    ['the second half of one', 'a\uDC00b'],
    ['halves in the wrong order', '\uDC00\uD800'],
    ['one half at the end', 'a\uD83D'],
    ['a non-character', 'a\uFFFEb'],
    ['the other non-character', '\uFFFF'],
  ])('refuses %s, which XML cannot hold, instead of writing something else', (_name, value) => {
    for (const written of [element('t:Subject', value), element('t:Constant', { Value: value })]) {
      expect(() => writeXml(written)).toThrow(InvalidInputError);
      expect(() => writeXml(element('m:FindItem', [element('t:Contains', [written])]))).toThrow(InvalidInputError);
      // What was refused is not repeated.
      expect(() => writeXml(written)).toThrow(/^A text holds a control character or half a surrogate pair, which EWS/);
    }
  });

  it('keeps whole pairs, and what is next to the forbidden characters', () => {
    expect(writeXml(element('t:Subject', '\t\n\uD7FF\uE000\uFFFD😀\u{10FFFF}'))).toBe(
      '<t:Subject>\t\n\uD7FF\uE000\uFFFD😀\u{10FFFF}</t:Subject>',
    );
  });

  it('is read back as the same value, for 20,000 random strings in text and attribute', () => {
    fc.assert(
      fc.property(xmlText, xmlText, (text, attribute) => {
        const written = writeXml(element('Value', { Name: attribute }, text));
        expect(read(written)).toEqual({
          name: 'Value',
          attributes: { Name: attribute },
          children: [],
          text,
          namespace: '',
        });
      }),
      { numRuns: 20_000 },
    );
  });

  it('is read by two independent readers as the same elements and values, for 20,000 strings that want out', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (text, attribute) => {
        const written = writeXml(
          element('Restriction', [
            element('Contains', { Mode: attribute }, text),
            element('Constant', { Value: text }),
          ]),
        );
        const expected = [
          ['Restriction', {}, ''],
          ['Contains', { Mode: attribute }, text],
          ['Constant', { Value: text }, ''],
        ];
        expect(readBySaxes(written)).toEqual(expected);
        expect(readByFastXmlParser(written)).toEqual(expected);
      }),
      { numRuns: 20_000 },
    );
  }, 60_000);
});

describe('reading', () => {
  it('names elements without prefix, keeps their order and the namespace of the root', () => {
    const root = read('<a:List xmlns:a="urn:a" xmlns="urn:b"> <Message Id="1"/><a:Task/><Message Id="2"/> </a:List>');
    expect(root.namespace).toBe('urn:a');
    expect(root.text).toBe('');
    expect(root.children.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['Message', { Id: '1' }],
      ['Task', {}],
      ['Message', { Id: '2' }],
    ]);
  });

  it('does not let a prefixed attribute stand for the plain one', () => {
    expect(read('<Item xmlns:x="urn:x" Id="real" x:Id="other" xml:lang="en" xmlns="urn:y"/>').attributes).toEqual({
      Id: 'real',
    });
  });

  it('keeps white space, entities and CDATA of a body exactly', () => {
    const root = read('<Body>  a &lt;b&gt;&#13;\n&#128512;<![CDATA[<p>&#x14;&amp;</p>]]> </Body>');
    expect(root.text).toBe('  a <b>\r\n😀<p>&#x14;&amp;</p> ');
  });

  it('replaces references to forbidden characters, and nothing else', () => {
    expect(read('<Subject>a&#x14;b&#0;c&#xD800;d&#xFFFF;e&#x9;f&#x110000;</Subject>').text).toBe(
      'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\tf\uFFFD',
    );
  });

  it.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a raw control character', '<a>\u0014</a>'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['an unquoted attribute', '<a b=c/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['elements that cross', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['an unbound prefix', '<x:a/>'],
    ['text behind the root', '<a/>more'],
    ['nothing', ''],
    ['only a declaration', '<?xml version="1.0"?>'],
    ['an HTML page', '<html><body>Error<br></body></html>'],
    ['a ]]> in text', '<a>]]></a>'],
  ])('refuses %s', (_what, xml) => {
    expect(refusal(xml).kind).toBe('decode');
  });

  it('refuses more than 64 levels and more than 500,000 elements', () => {
    expect(read('<a>'.repeat(64) + '</a>'.repeat(64)).name).toBe('a');
    expect(refusal('<a>'.repeat(65) + '</a>'.repeat(65)).kind).toBe('decode');
    expect(refusal(`<a>${'<b/>'.repeat(500_000)}</a>`).kind).toBe('decode');
  });

  it('refuses a good answer cut at any character', () => {
    const answer =
      '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
      '<m:FindItemResponse xmlns:m="urn:m" xmlns:t="urn:t"><m:ResponseMessages><m:FindItemResponseMessage ResponseClass="Success">' +
      '<m:ResponseCode>NoError</m:ResponseCode><m:RootFolder TotalItemsInView="1" IncludesLastItemInRange="true"><t:Items><t:Message>' +
      '<t:ItemId Id="AAA=" ChangeKey="CQ=="/><t:Subject>Größe &amp; 😀 <![CDATA[<x>]]></t:Subject></t:Message></t:Items></m:RootFolder>' +
      '</m:FindItemResponseMessage></m:ResponseMessages></m:FindItemResponse></s:Body></s:Envelope>';
    expect(child(read(answer), 'Body')).toBeDefined();
    for (let length = 0; length < answer.length; length += 1) refusal(answer.slice(0, length));
  });
});
