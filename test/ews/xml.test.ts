import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { child, element, parseXml, writeXml, type XmlElement } from '../../src/ews/xml.ts';

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

describe('writing', () => {
  it('drops attributes and children that are undefined', () => {
    const xml = writeXml(element('t:ItemId', { Id: 'a', ChangeKey: undefined }, [undefined, element('t:Name')]));
    expect(xml).toBe('<t:ItemId Id="a"><t:Name/></t:ItemId>');
  });

  it('escapes whatever could end an element or an attribute', () => {
    expect(writeXml(element('t:Subject', { Note: `"'<&>\n` }, `</t:Subject>&amp;]]>`))).toBe(
      `<t:Subject Note="&quot;'&lt;&amp;&gt;&#xA;">&lt;/t:Subject&gt;&amp;amp;]]&gt;</t:Subject>`,
    );
  });

  it('leaves out characters that XML cannot hold, lone surrogates included, and keeps emoji', () => {
    expect(writeXml(element('t:Subject', 'a\u0000b\u0014c\uD800d\uDC00e\uFFFEf😀'))).toBe(
      '<t:Subject>abcdef😀</t:Subject>',
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
