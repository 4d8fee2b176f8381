import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { breakouts, lineText } from './hostile-text.ts';
import { journeyOfTest } from './journey-of-test.ts';
import type { Journey } from './start.ts';

/** What an attacker may choose of a message whose recipients, header names and number of files somebody else chose. */
interface Words {
  readonly subject: string;
  readonly names: readonly string[];
  readonly body: string;
  readonly category: string;
  readonly header: string;
  readonly file: string;
}

const send = async (journey: Journey, { subject, names, body, category, header, file }: Words): Promise<void> => {
  const [first = '', second = '', third = ''] = names;
  const { data, errors } = await journey.query<{ sendMessage: { userErrors: readonly object[] } }>(
    `mutation ($message: MessageContentInput!) {
      sendMessage(input: { mailbox: "alice@example.test", message: $message }) {
        userErrors { code detail ... on ValidationError { fields { path message } } }
      }
    }`,
    {
      message: {
        to: [
          { address: 'mia@customer.example', name: first },
          { address: 'noor@customer.example', name: second },
        ],
        cc: [{ address: 'otto@customer.example', name: third }],
        bcc: [{ address: 'pia@customer.example' }],
        replyTo: [{ address: 'desk@customer.example', name: first }],
        subject,
        body: { html: body },
        categories: [category],
        headers: [{ name: 'X-Ticket', value: header }],
        attachments: [{ name: file, source: { base64: 'YQ==' } }],
      },
    },
  );
  expect(errors).toBeUndefined();
  expect(data.sendMessage.userErrors).toEqual([]);
};

/** Elements and their attributes in order, without any value, by a reader that is not the gateway's. */
const structureOf = (xml: string): readonly string[] => {
  const parts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => void parts.push(`${name} ${Object.keys(attributes).join(' ')}`));
  parser.on('closetag', ({ name }) => void parts.push(`/${name}`));
  for (const event of ['comment', 'cdata', 'doctype', 'processinginstruction'] as const)
    parser.on(event, () => void parts.push(event));
  parser.write(xml).close();
  return parts;
};

/** What a message is made of: names of its header lines in order, addresses, number and kinds of its files. */
const shapeOf = async (mime: Uint8Array): Promise<object> => {
  const { headers, from, to, cc, bcc, replyTo, attachments } = await PostalMime.parse(mime);
  const addresses = (list: readonly { readonly address?: string }[] = []) => list.map(({ address }) => address);
  return {
    headers: headers.map(({ key }) => key),
    from: from?.address,
    to: addresses(to),
    cc: addresses(cc),
    bcc,
    replyTo: addresses(replyTo),
    files: attachments.map(({ mimeType, disposition, content }) => [mimeType, disposition, content]),
  };
};

const plain: Words = {
  subject: 'Kestrel',
  names: ['Mia', 'Noor', 'Otto'],
  body: '<p>Kestrel</p>',
  category: 'Kestrel',
  header: 'Kestrel',
  file: 'kestrel.txt',
};

const lines = fc.oneof(
  lineText,
  fc.constantFrom(...breakouts).map((text) => text.replaceAll(/[\r\n]|=\?/g, ' ')),
);
const unspaced = lines.map((text) => text.trim() || 'x');
const words: fc.Arbitrary<Words> = fc.record({
  subject: lines,
  names: fc.array(unspaced, { minLength: 3, maxLength: 3 }),
  body: fc.oneof(lines, fc.constantFrom(...breakouts)).map((text) => `${text}.`),
  category: unspaced.map((text) => text.replaceAll(/[,;]/g, '.')),
  header: unspaced,
  file: fc.oneof(lines, fc.constantFrom(...breakouts)).map((text) => `${text}.txt`),
});

test('no text of a message adds a recipient, a header line, a file or an element', async () => {
  const journey = await journeyOfTest();
  const { outbox, requests } = journey.emulator;
  await send(journey, plain);
  const writes = () => requests.filter(({ operation }) => operation === 'CreateItem').map(({ body }) => body);
  const expectedStructure = structureOf(writes()[0] ?? '');
  const expectedShape = await shapeOf(outbox[0]?.mime() ?? new Uint8Array());
  expect(expectedShape).toMatchObject({
    to: ['mia@customer.example', 'noor@customer.example'],
    cc: ['otto@customer.example'],
    bcc: undefined,
    files: [['application/octet-stream', 'attachment', expect.anything()]],
  });
  for (const hostile of fc.sample(words, { numRuns: 150, seed: 5322 })) {
    outbox.length = 0;
    requests.length = 0;
    await send(journey, hostile);
    const [request, ...otherRequests] = writes();
    expect(otherRequests).toEqual([]);
    expect(structureOf(request ?? ''), JSON.stringify(hostile)).toEqual(expectedStructure);
    const [sent, ...otherMail] = outbox;
    expect(otherMail).toEqual([]);
    expect(sent?.recipients).toEqual([
      'mia@customer.example',
      'noor@customer.example',
      'otto@customer.example',
      'pia@customer.example',
    ]);
    expect(await shapeOf(sent?.mime() ?? new Uint8Array()), JSON.stringify(hostile)).toEqual(expectedShape);
  }
}, 60_000);
