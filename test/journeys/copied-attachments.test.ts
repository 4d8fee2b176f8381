import { describe, expect, it } from 'vitest';
import type { Permission } from '../../src/access/caller.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { journeyOfTest, operationsAt } from './journey-of-test.ts';
import { saveDraft } from './server-mailbox.ts';
import { operationsOf, type Answer, type Journey } from './start.ts';
import { upload } from './upload.ts';

interface Payload {
  readonly payload: {
    readonly message: {
      readonly attachments: readonly { readonly __typename: string; readonly name: string }[];
    } | null;
    readonly userErrors: readonly Record<string, unknown>[];
  };
}

const document = `mutation ($input: AddAttachmentInput!) { payload: addAttachment(input: $input) {
  message { attachments { __typename name } } userErrors { __typename code detail } } }`;

const copy = (journey: Journey, id: string, ...sources: readonly (string | undefined)[]): Promise<Answer<Payload>> =>
  journey.query(document, {
    input: { id, attachments: sources.map((copyOf) => ({ name: '', source: { copyOf } })) },
  });

interface Found {
  readonly id: string;
  readonly attachments: readonly { readonly id: string; readonly item?: { readonly id: string } }[];
}

/** A message of alice's, with what hangs on it; found by somebody who may read everything. */
const findAt = async (journey: Journey, subject: string): Promise<Found> => {
  const answer = await journey.query<{ mailbox: { messages: { nodes: readonly Found[] } } }>(
    'query ($subject: String!) { mailbox(address: "alice@example.test") { messages(filter: { subject: { equals: $subject } }, first: 1) { nodes { id attachments { id ... on ItemAttachment { item { ... on Message { id } ... on CalendarEvent { id } ... on Contact { id } } } } } } } }',
    { subject },
  );
  return answer.data.mailbox.messages.nodes[0]!;
};

/** Ids are the same in every gateway with this secret and this demo. */
const find = async (subject: string): Promise<Found> => findAt(await journeyOfTest(), subject);

const draft = (journey: Journey): Promise<string> => saveDraft(journey, 'alice', '<t:Subject>Copies</t:Subject>');

const calendarEvent = async (): Promise<string> => {
  const answer = await (
    await journeyOfTest()
  ).query<{ mailbox: { calendars: readonly { events: { nodes: readonly { id: string }[] } }[] } }>(
    '{ mailbox(address: "alice@example.test") { calendars { events(window: { start: "2026-03-01T00:00:00Z", end: "2026-04-01T00:00:00Z" }, first: 1) { nodes { id } } } } }',
  );
  return answer.data.mailbox.calendars.flatMap(({ events }) => events.nodes)[0]!.id;
};

describe('a caller who may write messages', () => {
  const journeyWith = (...held: readonly Permission[]): Promise<Journey> =>
    journeyOfTest({ access: accessOf(callerNamed('ann'), rulesOf(['WRITE_MESSAGES', ...held])) });
  const needs = (permission: string) => [
    { __typename: 'AccessDeniedError', code: 'FORBIDDEN', detail: `This needs ${permission} on this mailbox.` },
  ];

  it('but not read them copies none, nor what hangs on them, and nothing is asked of the mail server', async () => {
    const { id, attachments } = await find('Photos of the cabinet');
    const journey = await journeyWith('READ_METADATA');
    const target = await draft(journey);
    const before = operationsAt(journey).length;
    const ofMessage = 'READ_MESSAGES or READ_CALENDAR or READ_CONTACTS';
    expect((await copy(journey, target, id)).data.payload.userErrors).toEqual(needs(ofMessage));
    expect((await copy(journey, target, attachments[0]?.id)).data.payload.userErrors).toEqual(needs('READ_MESSAGES'));
    expect(operationsAt(journey).length).toBe(before);
  });

  it('and read them, but no calendar, copies no event, attached or not', async () => {
    const { attachments } = await find('Appointment and business card for Acme');
    const event = await calendarEvent();
    const journey = await journeyWith('READ_MESSAGES');
    const target = await draft(journey);
    for (const source of [event, attachments[0]?.id, attachments[0]?.item?.id])
      expect((await copy(journey, target, source)).data.payload.userErrors).toEqual(needs('READ_CALENDAR'));
    expect((await copy(journey, target, attachments[1]?.id)).data.payload.userErrors).toEqual(needs('READ_CONTACTS'));
    expect(operationsAt(journey)).not.toContain('CreateAttachment');
  });
});

it('an attached appointment and a business card hang on as the files that they are', async () => {
  const journey = await journeyOfTest();
  const { attachments } = await findAt(journey, 'Appointment and business card for Acme');
  const answer = await copy(journey, await draft(journey), ...attachments.map(({ id }) => id));
  expect(answer.data.payload).toMatchObject({
    message: {
      attachments: [
        { __typename: 'FileAttachment', name: 'Acceptance test at Acme.ics' },
        { __typename: 'FileAttachment', name: expect.stringMatching(/\.vcf$/) },
        { __typename: 'FileAttachment', name: 'directions.txt' },
      ],
    },
    userErrors: [],
  });
});

describe('an answer with what is to be copied', () => {
  it.each([
    ['that is cut', { kind: 'cut', atByte: 20_000 }],
    ['that breaks off', { kind: 'lose' }],
    ['that is something else', { kind: 'body', body: '<x/>' }],
  ] as const)('%s adds nothing', async (_, fault) => {
    const journey = await journeyOfTest();
    const { attachments } = await findAt(journey, 'Photos of the cabinet');
    const target = await draft(journey);
    journey.emulator.faults.add({ ...fault, operation: 'GetAttachment' });
    const answer = await copy(journey, target, ...attachments.map(({ id }) => id));
    expect(answer.data.payload).toMatchObject({ message: null, userErrors: [{ __typename: 'UpstreamError' }] });
    expect(operationsAt(journey)).not.toContain('CreateAttachment');
  });

  it('of which one is gone adds none of the others', async () => {
    const journey = await journeyOfTest();
    const { attachments } = await findAt(journey, 'Photos of the cabinet');
    const target = await draft(journey);
    journey.emulator.faults.add({
      kind: 'itemError',
      operation: 'GetAttachment',
      index: 1,
      responseCode: 'ErrorItemNotFound',
    });
    const answer = await copy(journey, target, ...attachments.map(({ id }) => id));
    expect(answer.data.payload.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(operationsAt(journey)).not.toContain('CreateAttachment');
  });

  it('that would be too much with the rest is not waited for, nor is a message that it makes too large written', async () => {
    const journey = await journeyOfTest();
    const { attachments } = await findAt(journey, 'Quarterly figures, 25 MB');
    const [large] = attachments;
    const target = await draft(journey);
    const input = {
      id: target,
      attachments: [
        { name: 'a', source: { copyOf: large?.id } },
        { name: 'b', source: { upload: null } },
      ],
    };
    const rest = new File([new Uint8Array(5 * 1024 * 1024)], 'b');
    const tooMuch = await upload<Payload>(
      journey,
      document,
      { input },
      { 'variables.input.attachments.1.source.upload': rest },
    );
    expect(tooMuch.data.payload.userErrors).toMatchObject([{ __typename: 'QuotaExceededError' }]);
    expect(operationsOf(tooMuch)).toEqual(['GetAttachment']);

    expect((await copy(journey, target, large?.id)).data.payload.userErrors).toEqual([]);
    const twice = await copy(journey, target, large?.id);
    expect(twice.data.payload.userErrors).toMatchObject([{ __typename: 'QuotaExceededError' }]);
    expect(operationsOf(twice)).toEqual(['GetAttachment', 'GetItem']);
  });
});
