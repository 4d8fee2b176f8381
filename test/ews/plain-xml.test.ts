import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { createPlainXml } from '../../src/ews/plain-xml.ts';
import { createXmlReader } from '../../src/ews/strict-xml.ts';
import { parseXml, type XmlElement } from '../../src/ews/xml.ts';
import { describeWithWitness } from '../witness.ts';
import { suiteDocuments } from './suite-documents.ts';

/** Documents that are not well-formed and are read all the same. */
const taken: readonly string[] = [
  // Their declarations name other encodings, which nobody looks at: an answer is UTF-8 whatever it says.
  'eduni/errata-2e/E61.xml',
  'eduni/misc/007.xml',
  // Letters in names that the fifth edition of XML 1.0 allows.
  'eduni/xml-1.1/014.xml',
  'eduni/xml-1.1/016.xml',
  'eduni/xml-1.1/019.xml',
  // References to forbidden characters, which Exchange writes, become U+FFFD.
  'ibm/xml-1.1/not-wf/P02/ibm02n70.xml',
  'ibm/xml-1.1/not-wf/P02/ibm02n71.xml',
  'oasis/p66fail5.xml',
  'oasis/p66fail6.xml',
];

/** What saxes makes of a document; undefined: it refuses it. */
const byStrictReader = (text: string): XmlElement | undefined => {
  try {
    const reader = createXmlReader();
    reader.write(text);
    return reader.close();
  } catch (error) {
    if (error instanceof EwsError) return undefined;
    throw error;
  }
};

/** What the plain reader makes of it; undefined: it leaves it to the strict one. */
const byPlainReader = (text: string): XmlElement | undefined => {
  const plain = createPlainXml(text);
  while (plain.readSlice());
  return plain.root();
};

/** Fails where the plain reader read something that the strict one refuses, or reads otherwise. Tells who read it. */
const judged = (text: string): 'plain' | 'strict' | 'refused' => {
  const [plain, strict] = [byPlainReader(text), byStrictReader(text)];
  if (plain !== undefined && !isDeepStrictEqual(plain, strict)) expect(plain, text).toEqual(strict ?? 'refused');
  if (plain !== undefined) return 'plain';
  return strict === undefined ? 'refused' : 'strict';
};

const answer = `<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>\r
  <s:Header><h:Info h:x="1" x="2" xmlns:h="urn:h" xml:lang="en"/></s:Header><s:Body xmlns="urn:m">
    <FindItemResponse xmlns:t="urn:t"  ><Total t:Of="a&#xA;b" Last='"true"'>2</Total><t:Items>
      <t:Message ><t:ItemId Id="AAA=" ChangeKey="CQ==" /><t:Subject>Größe &amp; &#128512; 😀 &lt;x&gt; &#x14;</t:Subject>
      <t:Body BodyType="HTML">&lt;p class="a"&gt;one&#xD;\r\ntwo\rthree ]] &apos;&quot;</t:Body><t:Empty></t:Empty><t:Blank> </t:Blank></t:Message>
      <t:Message><t:ItemId Id="AAB="/><t:Subject/><t:IsRead>true</t:IsRead></t:Message></t:Items></FindItemResponse>
  </s:Body>
</s:Envelope>
`;

it('an answer as servers write it is read without the strict reader, and as by it', () => {
  expect(judged(answer)).toBe('plain');
  const message = parseXml(answer).children[1]?.children[0]?.children[1]?.children[0];
  expect(message).toEqual({
    name: 'Message',
    attributes: {},
    text: '',
    children: [
      { name: 'ItemId', attributes: { Id: 'AAA=', ChangeKey: 'CQ==' }, children: [], text: '' },
      { name: 'Subject', attributes: {}, children: [], text: 'Größe & 😀 😀 <x> \uFFFD' },
      { name: 'Body', attributes: { BodyType: 'HTML' }, children: [], text: '<p class="a">one\r\ntwo\nthree ]] \'"' },
      { name: 'Empty', attributes: {}, children: [], text: '' },
      { name: 'Blank', attributes: {}, children: [], text: ' ' },
    ],
  });
});

const numbered = (write: (index: number) => string): string =>
  Array.from({ length: 40 }, (_, index) => write(index)).join(' ');

it.each([
  ['a comment', '<a><!-- - --></a>'],
  ['CDATA', '<a><![CDATA[<b>]]></a>'],
  ['a processing instruction', '<a><?b c?></a>'],
  ['something behind the root', '<a/><!-- -->'],
  ['text between elements', '<a>b<c/></a>'],
  ['text behind an element', '<a><c/>b</a>'],
  ['a name beyond ASCII', '<ä/>'],
  ['a name that begins with an underscore', '<a __proto__="b"/>'],
  ['a closing tag with white space', '<a></a >'],
  ['an equals sign with white space', '<a b = "c"/>'],
  ['a line break in an attribute', '<a b="c\nd"/>'],
  ['attributes that share a name but not a namespace', '<a xmlns:x="urn:x" xmlns:y="urn:y" x:b="1" y:b="2"/>'],
  ['a namespace in white space', '<x:a xmlns:x=" urn:x "/>'],
  ['an older declaration', '<?xml version="1.0" encoding="us-ascii" ?><a/>'],
  ['a byte order mark', '\uFEFF<a/>'],
  ['a tag of many namespaces', `<a ${numbered((index) => `xmlns:x${index}="urn:x"`)}/>`],
  ['a tag of many names with prefixes', `<a xmlns:x="urn:x" ${numbered((index) => `x:a${index}=""`)}/>`],
  ['a place of many namespaces', `${numbered((index) => `<a xmlns:x${index}="urn:x">`)}${numbered(() => '</a>')}`],
])('%s is left to the strict reader', (_what, xml) => {
  expect(judged(xml)).toBe('strict');
});

it.each([
  ['no root', ' \n'],
  ['two roots', '<a/><b/>'],
  ['text before the root', 'a<b/>'],
  ['text behind the root', '<a/>b'],
  ['a root that is not closed', '<a><b/>'],
  ['a closing tag too many', '<a/></a>'],
  ['a closing tag of another prefix', '<x:a xmlns:x="urn:x" xmlns:y="urn:x"></y:a>'],
  ['a closing tag that goes on', '<a><b/></ab>'],
  ['an element of an undeclared prefix', '<a><x:b/></a>'],
  ['an attribute of an undeclared prefix', '<a x:b="1"/>'],
  ['a prefix that was declared for another element', '<a><b xmlns:x="urn:x"/><x:c/></a>'],
  ['a prefix that was declared for another element of the name', '<a><x:b xmlns:x="urn:x"/><x:b/></a>'],
  ['an attribute twice', '<a b="1" b="2"/>'],
  ['an attribute twice by its namespace', '<a xmlns:x="urn:x" xmlns:y="urn:x" x:b="1" y:b="2"/>'],
  ['a namespace declared twice', '<a xmlns:x="urn:x" xmlns:x="urn:y"/>'],
  ['a prefix for no namespace', '<a xmlns:x=""/>'],
  ['another meaning of xml', '<a xmlns:xml="urn:x"/>'],
  ['xmlns as a prefix', '<a xmlns:xmlns="urn:x"/>'],
  ['an element of the prefix xmlns', '<xmlns:a/>'],
  ['the namespace of namespaces', '<a xmlns="http://www.w3.org/2000/xmlns/"/>'],
  ['the namespace of xml under another name', '<a xmlns:x="http://www.w3.org/XML/1998/namespace"/>'],
  ['no white space between attributes', '<a b="1"c="2"/>'],
  ['a slash in the middle of a tag', '<a / b="1">'],
  ['a name of two prefixes', '<a xmlns:b="urn:b"><b:c:d/></a>'],
  ['a less-than sign in an attribute', '<a b="<"/>'],
  ['a bare ampersand', '<a>b & c</a>'],
  ['a reference without an end', '<a>&amp</a>'],
  ['an entity of HTML', '<a>&nbsp;</a>'],
  ['an entity of JavaScript', '<a>&constructor;</a>'],
  ['a reference with a capital X', '<a>&#X41;</a>'],
  ['a reference without a number', '<a>&#;</a>'],
  ['an end of CDATA in text', '<a>]]></a>'],
  ['a control character', '<a>\u0001</a>'],
  ['a control character in an attribute', '<a b="\u001F"/>'],
  ['a code that is no character', '<a>\uFFFE</a>'],
  ['half a surrogate pair', '<a>\uDC00</a>'],
  ['a DOCTYPE', '<!DOCTYPE a><a/>'],
  ['a declaration that is not the first', ' <?xml version="1.0"?><a/>'],
  ['a declaration in capitals', '<?XML version="1.0"?><a/>'],
  ['XML of the future', '<?xml version="2.0"?><a/>'],
  ['65 levels', '<a>'.repeat(65) + '</a>'.repeat(65)],
])('%s is refused', (_what, xml) => {
  expect(judged(xml)).toBe('refused');
});

it('an answer cut at any character is refused, and an answer lacking any character is read as by the strict reader', () => {
  const whole = answer.trimEnd();
  for (let length = 0; length < whole.length; length += 1) {
    expect(judged(whole.slice(0, length))).toBe('refused');
    judged(whole.slice(0, length) + whole.slice(length + 1));
  }
});

const marks = [
  ...`< > & " ' = / ? ! ; : # - ] ]]> </ /> <a> </a> <a/> <x:a> xmlns xmlns:t="urn:t" xmlns:x="urn:x" Id="1" t:Id="1" &amp; &#13; &#0; &#x14; <!-- --> <? ?>`.split(
    ' ',
  ),
  ...' |\n|\r|\t|\u0000|\uFFFE|\uD83D|\uDE00|ä|<![CDATA[|<t:ItemId |</t:Subject>'.split('|'),
];

/** Something is left out, put in, or said again elsewhere, at some places. */
const mutations = fc.array(
  fc.record({
    from: fc.nat({ max: answer.length }),
    length: fc.oneof(fc.constant(0), fc.nat({ max: 3 }), fc.nat({ max: 200 })),
    to: fc.nat({ max: answer.length }),
    insert: fc.oneof(fc.constantFrom('', ...marks), fc.constant(undefined)),
  }),
  { minLength: 1, maxLength: 3 },
);

it('10,000 answers with a mistake or three are read as by the strict reader, or refused', () => {
  const counts = { plain: 0, strict: 0, refused: 0 };
  fc.assert(
    fc.property(mutations, (changes) => {
      let text = answer;
      for (const { from, length, to, insert } of changes) {
        const moved = insert ?? text.slice(from, from + length);
        const rest = insert === undefined ? text : text.slice(0, from) + text.slice(from + length);
        text = rest.slice(0, to) + moved + rest.slice(to);
      }
      counts[judged(text)] += 1;
    }),
    { numRuns: 10_000, seed: 8 },
  );
  // All of the three ways were gone, and often.
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(100);
}, 120_000);

describeWithWitness('recorded answers', (folder) => {
  const texts = [`${folder}/wire`, `${folder}/ews/samples`].flatMap((directory) =>
    readdirSync(directory)
      .filter((name) => name.endsWith('.xml'))
      .map((name) => readFileSync(`${directory}/${name}`, 'utf8')),
  );

  it('are read as by the strict reader, nearly all without it', () => {
    const who = texts.map(judged);
    expect(who.length).toBeGreaterThan(100);
    expect(who.filter((reader) => reader === 'strict').length).toBeLessThan(who.length / 10);
  });

  it('are read so when they are cut, too', () => {
    for (const text of texts.filter(({ length }) => length < 3_000)) {
      for (let length = 0; length < text.length; length += 7) judged(text.slice(0, length));
    }
  });
});

describe('the documents of the W3C suite', () => {
  it('are read as by the strict reader', () => {
    const who = suiteDocuments().map(({ text }) => judged(text));
    expect(who.filter((reader) => reader === 'refused').length).toBeGreaterThan(500);
    expect(who).toContain('plain');
  });

  it('are refused where they are not well-formed, but for nine that do no harm', () => {
    const malformed = suiteDocuments().filter(({ text, isMalformed }) => isMalformed && !text.includes('<!DOCTYPE'));
    expect(malformed.length).toBeGreaterThan(250);
    const read = malformed.filter(({ text }) => judged(text) !== 'refused').map(({ name }) => name);
    expect(read.toSorted()).toEqual(taken);
  });
});
