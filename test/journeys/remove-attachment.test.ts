import { afterAll, describe, expect, it } from 'vitest';
import { child, childText } from '../../src/ews/xml.ts';
import { sealedId } from './journey-of-test.ts';
import { heldIn, saveDraft } from './server-mailbox.ts';
import { operationsOf, startJourney, type Answer } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const shown =
  'message { id subject hasAttachments changeKey attachments { id name } } userErrors { __typename code detail retryable ... on ValidationError { fields { path } } ... on UpstreamError { outcomeUnknown } }';

interface Payload {
  readonly message: {
    readonly id: string;
    readonly hasAttachments: boolean;
    readonly changeKey: string;
    readonly attachments: readonly { readonly id: string; readonly name: string }[];
  } | null;
  readonly userErrors: readonly Record<string, unknown>[];
}

const file = (name: string): object => ({ name, source: { base64: Buffer.from(name).toString('base64') } });

const add = async (id: string, ...names: readonly string[]): Promise<Answer<{ readonly payload: Payload }>> =>
  journey.query(`mutation ($input: AddAttachmentInput!) { payload: addAttachment(input: $input) { ${shown} } }`, {
    input: { id, attachments: names.map(file) },
  });

const remove = (ids: readonly string[]): Promise<Answer<{ readonly payload: Payload }>> =>
  journey.query(`mutation ($ids: [ID!]!) { payload: removeAttachment(input: { ids: $ids }) { ${shown} } }`, { ids });

/** A draft of alice's with these files: its id, and theirs. */
const draftWith = async (subject: string, ...names: readonly string[]) => {
  const id = await saveDraft(journey, 'alice', `<t:Subject>${subject}</t:Subject>`);
  const { data } = await add(id, ...names);
  return { id, changeKey: data.payload.message?.changeKey, files: data.payload.message?.attachments ?? [] };
};

const namesIn = ({ data }: Answer<{ readonly payload: Payload }>): readonly string[] =>
  data.payload.message?.attachments.map(({ name }) => name) ?? [];

/** Names of the files on a draft, as the server tells them to alice's own mail program. */
const heldNames = async (subject: string): Promise<readonly (string | undefined)[]> => {
  const [item] = await heldIn(journey, 'alice', 'drafts', subject);
  return (item && child(item, 'Attachments'))?.children.map((attachment) => childText(attachment, 'Name')) ?? [];
};

describe('files', () => {
  it('are taken off in one call, and the message is shown as it is then', async () => {
    const { id, files, changeKey } = await draftWith('Three files', 'a', 'b', 'c');
    const [a, b, c] = files.map((one) => one.id);
    const answer = await remove([a!, c!, a!]);
    expect(answer.data.payload).toMatchObject({
      message: { id, hasAttachments: true, attachments: [{ id: b, name: 'b' }] },
      userErrors: [],
    });
    expect(answer.data.payload.message?.changeKey).not.toBe(changeKey);
    expect(operationsOf(answer)).toEqual(['DeleteAttachment', 'GetItem']);
    expect(await heldNames('Three files')).toEqual(['b']);
  });

  it('that are gone already are not found', async () => {
    const { files } = await draftWith('One file', 'a');
    await remove([files[0]!.id]);
    expect((await remove([files[0]!.id])).data.payload).toMatchObject({
      message: null,
      userErrors: [{ __typename: 'NotFoundError', code: 'NOT_FOUND' }],
    });
  });

  it.each<[string, readonly string[]]>([
    ['none', []],
    ['a message', [sealedId('Item', 'alice@example.test', 'x')]],
    ['a file of an attached event', [sealedId('MixedAttachment', 'alice@example.test', 'x')]],
    [
      'files of a message and of an event',
      (['MessageAttachment', 'EventAttachment'] as const).map((type) => sealedId(type, 'alice@example.test', 'x')),
    ],
    [
      'files of two mailboxes',
      ['alice', 'bob'].map((name) => sealedId('MessageAttachment', `${name}@example.test`, 'x')),
    ],
    ['no id', ['x']],
    [
      'more than a message may have',
      Array.from({ length: 501 }, () => sealedId('MessageAttachment', 'alice@example.test', 'x')),
    ],
  ])('are refused before anything is asked: %s', async (_, ids) => {
    const before = journey.emulator.requests.length;
    expect((await remove(ids)).data.payload).toMatchObject({
      message: null,
      userErrors: [{ __typename: 'ValidationError', code: 'BAD_USER_INPUT' }],
    });
    expect(journey.emulator.requests.length).toBe(before);
  });

  it('of two messages are removed, and the answer says that they were of two', async () => {
    const one = await draftWith('First of two', 'a');
    const two = await draftWith('Second of two', 'b');
    expect((await remove([one.files[0]!.id, two.files[0]!.id])).data.payload.userErrors).toMatchObject([
      { __typename: 'ConflictError', code: 'CONFLICT', detail: expect.stringContaining('several items') as string },
    ]);
    expect([await heldNames('First of two'), await heldNames('Second of two')]).toEqual([[], []]);
  });
});

describe('when the mail server does only a part', () => {
  it('of what is to be added, the answer says so and shows what hangs there', async () => {
    const { id } = await draftWith('Partly added', 'a');
    journey.emulator.faults.add({
      kind: 'itemError',
      operation: 'CreateAttachment',
      index: 1,
      responseCode: 'ErrorAttachmentSizeLimitExceeded',
    });
    const answer = await add(id, 'b', 'c', 'd');
    expect(answer.data.payload.userErrors).toMatchObject([
      {
        __typename: 'ConflictError',
        code: 'CONFLICT',
        detail: '1 of 3 files could not be added; the others were. Look at what hangs there before you try again.',
      },
    ]);
    expect(namesIn(answer)).toEqual(['a', 'b', 'd']);
    expect(await heldNames('Partly added')).toEqual(['a', 'b', 'd']);
  });

  it('of what is to be removed, the answer says so and shows what is left', async () => {
    const { files } = await draftWith('Partly removed', 'a', 'b');
    journey.emulator.faults.add({
      kind: 'itemError',
      operation: 'DeleteAttachment',
      index: 0,
      responseCode: 'ErrorCannotDeleteObject',
    });
    const answer = await remove(files.map(({ id }) => id));
    expect(answer.data.payload.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(namesIn(answer)).toEqual(['a']);
  });

  it('of nothing, the answer is its own', async () => {
    const { id } = await draftWith('Not added');
    journey.emulator.faults.add({
      kind: 'itemError',
      operation: 'CreateAttachment',
      index: 0,
      responseCode: 'ErrorMessageSizeExceeded',
    });
    expect((await add(id, 'a')).data.payload).toMatchObject({
      message: null,
      userErrors: [{ __typename: 'QuotaExceededError', code: 'QUOTA_EXCEEDED' }],
    });
  });
});

describe('when the answer of the mail server is lost', () => {
  it('after files were added, they are found', async () => {
    const { id } = await draftWith('Answer lost', 'a');
    journey.emulator.faults.add({ kind: 'lose', operation: 'CreateAttachment' });
    const answer = await add(id, 'b', 'c');
    expect(answer.data.payload.userErrors).toEqual([]);
    expect(namesIn(answer)).toEqual(['a', 'b', 'c']);
  });

  it('before anything was added, nobody knows, and nothing is tried again', async () => {
    const { id } = await draftWith('Request lost', 'a');
    journey.emulator.faults.add({ kind: 'reset', operation: 'CreateAttachment' });
    const answer = await add(id, 'b');
    expect(answer.data.payload).toMatchObject({
      message: null,
      userErrors: [{ __typename: 'UpstreamError', code: 'OUTCOME_UNKNOWN', outcomeUnknown: true, retryable: false }],
    });
    expect(operationsOf(answer)).toEqual(['GetItem', 'CreateAttachment', 'GetItem']);
    expect(await heldNames('Request lost')).toEqual(['a']);
  });

  it('after files were removed, nobody knows either', async () => {
    const { files } = await draftWith('Removal lost', 'a');
    journey.emulator.faults.add({ kind: 'lose', operation: 'DeleteAttachment' });
    expect((await remove([files[0]!.id])).data.payload.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
  });
});
