import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { SeedItem } from '../../src/emulator/store/model.ts';
import { node } from '../../src/emulator/xml/xml.ts';
import { callCost } from '../../src/graphql/guards/cost.ts';
import { checkedListCalls } from '../../src/graphql/guards/price-amounts.ts';
import { createSealer } from '../../src/sealer.ts';
import { element, message } from '../emulator/elements.ts';
import { problemsOf, sealedId } from './journey-of-test.ts';
import { alice, startPermitted } from './permission-samples.ts';
import { journeySecret } from './start.ts';

const journey = await startPermitted();
afterAll(() => journey.close());
beforeEach(() => void (journey.emulator.requests.length = 0));

const people: SeedItem = {
  element: node('t:DistributionList', [
    node('t:ItemClass', 'IPM.DistList'),
    node('t:Subject', 'People of the merger'),
    node('t:Body', { BodyType: 'Text' }, 'Boris, Zoltan'),
    node('t:DisplayName', 'People of the merger'),
  ]),
  attachments: [],
};
const holder: SeedItem = {
  element: message({ 't:ItemClass': 'IPM.Note', 't:Subject': 'A list for you' }),
  attachments: [{ kind: 'item', name: 'people', item: people }],
};

const list = sealedId('Item', alice, journey.emulator.deliver(alice, 'contacts', people));
const mail = sealedId('Item', alice, journey.emulator.deliver(alice, 'inbox', holder));
const idOfAttachedList = async (): Promise<string> => {
  journey.permit('READ_MESSAGES', 'READ_CONTACTS');
  const { data } = await journey.query<{ node: { attachments: readonly { item: { id: string } }[] } }>(
    'query ($id: ID!) { node(id: $id) { ... on Message { attachments { ... on ItemAttachment { item { ... on Message { id subject } } } } } } }',
    { id: mail },
  );
  return data.node.attachments[0]?.item.id ?? '';
};
const attachedList = await idOfAttachedList();

describe('a list of people, which is a contact although it reads as a message', () => {
  const inside = '... on Message { subject body(format: TEXT) { content } mime { base64 } }';

  it.each([
    ['node', `query ($id: ID!) { node(id: $id) { ${inside} } }`, list],
    ['Mailbox.message', `query ($id: ID!) { mailbox(address: "${alice}") { message(id: $id) { subject } } }`, list],
    [
      'ItemAttachment.item',
      `query ($id: ID!) { node(id: $id) { ... on Message { attachments { ... on ItemAttachment { item { ${inside} } } } } } }`,
      mail,
    ],
    ['node of what is attached', `query ($id: ID!) { node(id: $id) { ${inside} } }`, attachedList],
  ])('is not shown by %s to whoever may read messages and no contacts', async (_field, document, id) => {
    journey.permit('READ_MESSAGES', 'READ_CALENDAR');
    const refused = await journey.query(document, { id });
    expect(JSON.stringify(refused.data)).not.toContain('merger');
    expect(new Set(refused.errors?.map((error) => error.message))).toEqual(
      new Set(['This needs READ_CONTACTS on this mailbox.']),
    );

    journey.permit('READ_MESSAGES', 'READ_CONTACTS');
    const shown = await journey.query(document, { id });
    expect(shown.errors).toBeUndefined();
    expect(JSON.stringify(shown.data)).toContain('People of the merger');
  });

  it('takes no files, and the refusal shows nothing of it to who may write contacts and not read them', async () => {
    journey.permit('READ_MESSAGES', 'WRITE_MESSAGES', 'WRITE_CONTACTS');
    const input = {
      id: list,
      attachments: [{ name: 'a.txt', source: { base64: 'YQ==' } }],
      ifChangeKey: createSealer(journeySecret).seal('change-key', 'older'),
    };
    const answer = await journey.query(
      `mutation ($input: AddAttachmentInput!) { addAttachment(input: $input) { message { subject } userErrors { code ... on ConflictError { current { ... on Message { subject } } } } } }`,
      { input },
    );
    expect(answer.data).toEqual({ addAttachment: { message: null, userErrors: [{ code: 'UNSUPPORTED' }] } });
  });
});

describe('a folder of thousands of contacts', () => {
  it('is not searched to its end for a message', async () => {
    for (let index = 0; index < 6_000; index += 1) {
      const contact = element('t:Contact', { 't:ItemClass': 'IPM.Contact', 't:Subject': `Somebody ${index}` });
      journey.emulator.deliver(alice, 'contacts', { element: contact, attachments: [] });
    }
    journey.permit('READ_METADATA');
    const answer = await journey.query(
      `{ mailbox(address: "${alice}") { messages(in: [{ role: CONTACTS }], first: 1) { nodes { subject } } } }`,
    );

    expect(problemsOf(answer)).toEqual([
      {
        code: 'QUERY_TOO_EXPENSIVE',
        retryable: false,
        message: expect.stringMatching(
          /^None of the first \d+ items is a message, and there are more: say with the filter/,
        ) as string,
        path: ['mailbox', 'messages'],
      },
    ]);
    expect(journey.emulator.requests.length).toBeLessThanOrEqual(checkedListCalls);

    const filtered = await journey.query(
      `{ mailbox(address: "${alice}") { messages(in: [{ role: CONTACTS }], first: 1, filter: { kind: [MAIL] }) { nodes { subject } } } }`,
    );
    expect(filtered.data).toEqual({ mailbox: { messages: { nodes: [] } } });
    expect(filtered.extensions?.cost?.requested).toBeLessThan(5 * callCost);
  });
});
