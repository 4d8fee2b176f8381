import { onTestFinished, describe, expect, test } from 'vitest';
import { permissions, type Permission } from '../../src/access/caller.ts';
import { operationEffect } from '../../src/emulator/contract.ts';
import { readEntryId } from '../../src/emulator/store/entry-id.ts';
import { callCost } from '../../src/graphql/guards/cost.ts';
import { needsOf, needsOneOfIn } from '../../src/graphql/guards/permission.ts';
import { schema } from '../../src/graphql/schema.ts';
import { formIn, formsOf } from './canaries.ts';
import { ewsIdIn, operationsAt, sealedId } from './journey-of-test.ts';
import {
  documentOf,
  failuresIn,
  mutationSamples,
  shownIn,
  startMutations,
  type Done,
  type MutationJourney,
  type MutationSample,
  type Things,
} from './mutation-samples.ts';
import { alice } from '../emulator/writing-organization.ts';
import type { Answer, JourneyOptions } from './start.ts';

/*
 * What holds of every mutation, whatever it does.
 */

const fields = schema.getMutationType()?.getFields() ?? {};

const start = async (options?: JourneyOptions): Promise<MutationJourney> => {
  const journey = await startMutations(options);
  onTestFinished(() => journey.close());
  return journey;
};

const run = (
  journey: MutationJourney,
  { name, variables, shows }: MutationSample,
  things: Things = journey.things,
): Promise<Answer<Done>> => journey.query<Done>(documentOf(name, shows), variables(things));

/** The same things as a client would hold them of another mailbox. */
const thingsOf = (mailbox: string): Things => ({
  mailbox,
  message: sealedId('Item', mailbox, 'AAAA'),
  draft: sealedId('Item', mailbox, 'BBBB'),
  fileOnDraft: sealedId('MessageAttachment', mailbox, 'CCCC'),
  folder: sealedId('Folder', mailbox, 'DDDD'),
  rule: sealedId('InboxRule', mailbox, 'EEEE'),
  event: sealedId('Item', mailbox, 'EEEE'),
  occurrence: sealedId('Item', mailbox, 'EEEE'),
  invitation: sealedId('Item', mailbox, 'FFFF'),
  exportJob: sealedId('MailboxExportJob', mailbox, '11111111-2222-3333-4444-555555555555'),
});

/** What the schema says that it takes: lists of which each must be met. */
const listsOf = (name: string): readonly (readonly Permission[])[] => {
  const field = fields[name];
  const oneOf = field && needsOneOfIn(field);
  return [...((field && needsOf(field)) ?? []).map((one) => [one]), ...(oneOf === undefined ? [] : [oneOf])];
};

const idsInPayloads: Readonly<Record<string, string>> = {
  message: 'message { messageId: id changeKey folder { id changeKey } conversation { id } attachments { id } }',
  results: 'results { id message { messageId: id changeKey folder { id changeKey } } }',
  rule: 'rule { ruleId: id actions { moveTo { folderId: id } } }',
  automaticReplies: 'automaticReplies { status }',
  folder: 'folder { folderId: id changeKey parent { id } messages(first: 5) { nodes { id changeKey } } }',
  event: 'event { eventId: id changeKey seriesMaster { id } attachments { id } }',
  contact: 'contact { contactId: id changeKey }',
  task: 'task { taskId: id changeKey }',
  job: 'job { jobId: id s3Path description }',
  deleteItems: 'results { resultId: id }',
};
/** Everything in a payload that names something. */
const idsOfPayload = ({ name, shows }: MutationSample): string => idsInPayloads[shows?.[0] ?? name] ?? 'deletedId';

/** Whoever manages settings sees them, and whoever exports sees the exports. */
const readPermissions = permissions.filter(
  (permission) => permission.startsWith('READ_') || permission === 'MANAGE_SETTINGS' || permission === 'EXPORT',
);

test('there is a sample of every mutation of the schema', () => {
  expect(mutationSamples.map(({ name }) => name).toSorted()).toEqual(Object.keys(fields).toSorted());
});

describe.each(mutationSamples)('$name', (sample) => {
  const { name, shows, writes } = sample;

  test('is done as asked, and only what writes runs under the role that may', async () => {
    const journey = await start();
    const answer = await run(journey, sample);
    expect(answer.errors).toBeUndefined();
    expect(failuresIn(answer)).toEqual([]);
    if (shows !== undefined) expect(shownIn(answer, shows)).toEqual(expect.any(String));
    const { requests } = journey.emulator;
    expect(requests.map(({ operation, access }) => [operation, access])).toEqual(
      requests.map(({ operation }) => [
        operation,
        operationEffect(operation) === 'write' ? 'FULL_ACCESS' : 'READ_ONLY',
      ]),
    );
    expect(operationsAt(journey).filter((operation) => operationEffect(operation) === 'write')).toEqual(writes);
    // Nothing was remembered, so this is the dearest that it can be.
    const { cost, upstream } = answer.extensions ?? {};
    expect(upstream?.roundTrips).toBe(requests.length);
    expect((cost?.requested ?? 0) / callCost).toBeGreaterThanOrEqual(requests.length);
  });

  test('tells no raw id of EWS, and none of the organisation or its users', async () => {
    const journey = await start();
    journey.permit(...permissions.filter((permission) => permission !== 'ADMIN'));
    const answers: unknown[] = [];
    for (const things of [journey.things, thingsOf(alice)])
      answers.push(await journey.query(documentOf(name, undefined, idsOfPayload(sample)), sample.variables(things)));
    const { message, folder, fileOnDraft } = journey.things;
    const owner = readEntryId(ewsIdIn(folder)).directoryId.replaceAll('-', '');
    const forms = [owner, journey.emulator.organizationId.slice('m-'.length)].flatMap((guid) => [
      ...formsOf(guid),
      ...formsOf(Buffer.from(guid, 'hex')).filter((form) => !form.includes('\u{fffd}')),
    ]);
    // A raw id would be found.
    for (const id of [message, folder, fileOnDraft]) expect(formIn(ewsIdIn(id), forms)).toBeDefined();
    const shown = JSON.stringify(answers);
    if (shows?.[0] !== 'automaticReplies') expect(shown).toContain('Id":"');
    expect(formIn(shown, forms)).toBeUndefined();
  });

  test('says the one thing where the gateway cannot write, and asks nobody anything', async () => {
    const journey = await start({ canWrite: false });
    const answer = await run(journey, sample);
    expect(answer.errors).toBeUndefined();
    expect(answer.data.done.userErrors).toEqual([
      {
        __typename: 'AccessDeniedError',
        code: 'FORBIDDEN',
        detail: 'This gateway can only read: no role that may write is configured.',
        retryable: false,
      },
    ]);
    expect(shownIn(answer, shows) ?? null).toBeNull();
    expect([operationsAt(journey), journey.emulator.apiRequests]).toEqual([[], []]);
  });

  test('is refused to whoever lacks what it needs, and the mailbox is not touched', async () => {
    const journey = await start();
    expect(listsOf(name).length).toBeGreaterThan(0);
    for (const lacking of listsOf(name)) {
      journey.permit(...permissions.filter((permission) => !lacking.includes(permission)));
      const before = journey.audit().length;
      const answer = await run(journey, sample);
      expect(answer.errors).toBeUndefined();
      expect(answer.data.done.userErrors).toEqual([
        {
          __typename: 'AccessDeniedError',
          code: 'FORBIDDEN',
          detail: `This needs ${lacking.join(' or ')} on this mailbox.`,
          retryable: false,
        },
      ]);
      expect(shownIn(answer, shows) ?? null).toBeNull();
      expect(operationsAt(journey)).toEqual([]);
      expect(journey.audit().slice(before)).toMatchObject([
        { audit: 'refusal', reason: 'FORBIDDEN', permissions: lacking, field: `Mutation.${name}` },
      ]);
    }
  });

  test('takes that and nothing more, and shows nothing to whoever may not read', async () => {
    const journey = await start();
    const [first = []] = listsOf(name);
    const needed = listsOf(name).length > 1 ? listsOf(name).flat() : first.slice(0, 1);
    journey.permit(...needed);
    const answer = await run(journey, sample);
    expect(failuresIn(answer)).toEqual([]);
    expect(operationsAt(journey).filter((operation) => operationEffect(operation) === 'write')).toEqual(writes);
    if (shows === undefined) return;
    const mayRead = needed.some((permission) => readPermissions.includes(permission));
    const path = ['done', ...shows.slice(0, -1)];
    expect(shownIn(answer, shows) ?? null).toEqual(mayRead ? expect.any(String) : null);
    expect((answer.errors ?? []).map((error) => [error.path, error.extensions.code])).toEqual(
      mayRead ? [] : [[path, 'FORBIDDEN']],
    );
    // What is refused has not been read either.
    if (!mayRead) for (const { body } of journey.emulator.requests) expect(body).not.toContain('item:Body');
  });

  test('knows no difference between a mailbox that is not yours and one that does not exist', async () => {
    const journey = await start();
    const asked = async (mailbox: string): Promise<string> => {
      const answer = await run(journey, sample, thingsOf(mailbox));
      expect(answer.errors).toBeUndefined();
      expect(answer.data.done.userErrors).toMatchObject([{ __typename: 'NotFoundError', code: 'NOT_FOUND' }]);
      return JSON.stringify(answer.data, (key, value: unknown) => (key === 'missingId' ? typeof value : value));
    };
    expect(await asked('bob@example.test')).toBe(await asked('nobody@example.test'));
    expect(operationsAt(journey)).toEqual([]);
  });
});
