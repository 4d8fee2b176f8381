import { describe, expect, it } from 'vitest';
import type { SeedItem } from '../../../src/emulator/store/model.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import { mailbox, message } from '../../emulator/elements.ts';
import { mail } from '../../emulator/small-organization.ts';
import { journeyOfTest, operationsAt, problemsOf, sealedId } from '../journey-of-test.ts';
import type { Journey } from '../start.ts';
import { listening, subscribe } from './subscribing.ts';

const alice = 'alice@example.test';

interface Told {
  readonly newMessage: {
    readonly token: string;
    readonly message: { readonly subject: string } | null;
    readonly resyncRequired: boolean;
  };
}

const arrivals = (args = ''): string =>
  `subscription ($after: SyncToken) { newMessage(mailbox: "${alice}"${args}, after: $after) { token message { subject } resyncRequired } }`;

const from = (name: string, subject: string, isDraft = false): SeedItem => ({
  element: message({ 't:ItemClass': 'IPM.Note', 't:Subject': subject, 't:Size': '900', 't:IsDraft': String(isDraft) }, [
    mailbox('t:From', name, `${name.toLowerCase()}@example.test`),
    node('t:IsRead', 'false'),
  ]),
  attachments: [],
});

const deliver = ({ emulator }: Journey, item: SeedItem, folder = 'inbox'): string =>
  sealedId('Item', alice, emulator.deliver(alice, folder, item));

const gone = { kind: 'itemError', operation: 'GetItem', index: 0, responseCode: 'ErrorItemNotFound' } as const;

const nextSubject = async (stream: ReturnType<typeof subscribe<Told>>): Promise<string | undefined> => {
  const { data, errors } = await stream.next();
  expect(errors).toBeUndefined();
  expect(data.newMessage.resyncRequired).toBe(false);
  return data.newMessage.message?.subject;
};

describe('newMessage', () => {
  it('begins without a message, and tells those that come into the inbox', async () => {
    const journey = await journeyOfTest();
    const stream = subscribe<Told>(journey, arrivals());
    const { data } = await stream.next();
    expect(data.newMessage).toMatchObject({ message: null, resyncRequired: true });
    deliver(journey, mail('Elsewhere'), 'junkemail');
    deliver(journey, mail('Here'));
    expect(await nextSubject(stream)).toBe('Here');
  });

  it('tells what is moved into a folder, and neither what is read nor what leaves it', async () => {
    const journey = await journeyOfTest();
    const id = deliver(journey, mail('Moved'), 'junkemail');
    const stream = await listening<Told>(journey, arrivals());
    const there = deliver(journey, mail('Delivered'));
    expect(await nextSubject(stream)).toBe('Delivered');
    await journey.query(
      `mutation ($id: ID!, $there: ID!) {
        read: updateMessages(input: { mailbox: "${alice}", ids: [$there], patch: { isRead: true } }) { succeeded }
        moved: moveMessages(input: { mailbox: "${alice}", ids: [$id], to: { role: INBOX } }) { succeeded }
        left: deleteMessages(input: { mailbox: "${alice}", ids: [$there] }) { succeeded } }`,
      { id, there },
    );
    expect(await nextSubject(stream)).toBe('Moved');
    deliver(journey, mail('Last'));
    expect(await nextSubject(stream)).toBe('Last');
  });

  it('lets a filter decide, with one GetItem for it and for what is shown', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(
      journey,
      arrivals(', filter: { from: { contains: "CAROL" }, subject: { startsWith: "plan" } }'),
    );
    deliver(journey, from('Carol', 'Plan A'));
    expect(await nextSubject(stream)).toBe('Plan A');
    journey.emulator.requests.length = 0;
    deliver(journey, from('Bob', 'Plan B'));
    deliver(journey, from('Carol', 'No plan'));
    deliver(journey, from('Carol', 'Plan C'));
    expect(await nextSubject(stream)).toBe('Plan C');
    const reads = operationsAt(journey).filter((operation) => operation === 'GetItem');
    expect(reads.length).toBeLessThanOrEqual(3);
  });

  it('costs FindFolder, SyncFolderItems and one GetItem, whatever is selected and filtered and however many listen', async () => {
    const journey = await journeyOfTest();
    const selecting = (selection: string, args = ''): string =>
      `subscription { newMessage(mailbox: "${alice}"${args}) { message { ${selection} } resyncRequired } }`;
    const streams = await Promise.all(
      [
        selecting('subject sender { name }'),
        selecting('subject to { name }'),
        selecting('id subject receivedAt'),
        selecting('subject', ', filter: { isRead: false, from: { exists: true } }'),
        selecting('subject preview(length: 50)'),
        selecting('subject', ', in: [{ role: JUNK_EMAIL }]'),
      ].map((query) => listening<Told>(journey, query)),
    );
    const hearing = streams.slice(0, 5);
    // All that it takes to begin is over when an event has come.
    deliver(journey, from('Bob', 'First'));
    for (const stream of hearing) expect(await nextSubject(stream)).toBe('First');
    journey.emulator.requests.length = 0;
    deliver(journey, from('Bob', 'Second'));
    for (const stream of hearing) expect(await nextSubject(stream)).toBe('Second');
    const calls = operationsAt(journey).filter((operation) => operation !== 'GetStreamingEvents');
    expect(calls).toEqual(['FindFolder', 'SyncFolderItems', 'GetItem']);
  });

  it('leaves drafts out unless the filter asks for them', async () => {
    const journey = await journeyOfTest();
    const [all, drafts] = await Promise.all([
      listening<Told>(journey, arrivals(', in: null')),
      listening<Told>(journey, arrivals(', in: null, filter: { isDraft: true }')),
    ]);
    deliver(journey, from('Alice', 'Unfinished', true), 'drafts');
    deliver(journey, from('Bob', 'Sent'));
    expect(await nextSubject(all)).toBe('Sent');
    expect(await nextSubject(drafts)).toBe('Unfinished');
  });

  it('tells of a message that is gone again', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(journey, arrivals());
    journey.emulator.faults.add({ ...gone, times: 10 });
    deliver(journey, mail('Gone'));
    expect(await nextSubject(stream)).toBeUndefined();
    journey.emulator.faults.clear();
    deliver(journey, mail('There'));
    expect(await nextSubject(stream)).toBe('There');
  });

  it('but not where a filter would have to look at it', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(journey, arrivals(', filter: { subject: { exists: true } }'));
    journey.emulator.faults.add({ ...gone, times: 1 });
    deliver(journey, mail('Gone'));
    await expect.poll(() => operationsAt(journey), { timeout: 20_000 }).toContain('GetItem');
    deliver(journey, mail('There'));
    expect(await nextSubject(stream)).toBe('There');
  });

  it('tells of a message that cannot be read for its filter, with the reason', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(journey, arrivals(', filter: { subject: { contains: "never" } }'));
    journey.emulator.faults.add({
      kind: 'fault',
      operation: 'GetItem',
      responseCode: 'ErrorInternalServerError',
      times: 20,
    });
    deliver(journey, mail('Unreadable'));
    const answer = await stream.next();
    expect(answer.data.newMessage).toMatchObject({ message: null, resyncRequired: false });
    expect(problemsOf(answer)).toEqual([
      expect.objectContaining({ code: 'UPSTREAM_ERROR', path: ['newMessage', 'message'] }),
    ]);
  });

  it.each([
    ['filters by the body', ', filter: { or: [{ not: { body: { contains: "x" } } }] }'],
    ['nests deeper than filters may', `, filter: ${'{ not: '.repeat(11)}{}${' }'.repeat(11)}`],
    ['names no folder', ', in: []'],
  ])('is refused when it %s', async (_what, args) => {
    const journey = await journeyOfTest();
    const stream = subscribe<Told>(journey, arrivals(args));
    expect(problemsOf(await stream.next())).toEqual([expect.objectContaining({ code: 'BAD_USER_INPUT' })]);
    expect(await stream.over).toBeUndefined();
    expect(operationsAt(journey)).toEqual([]);
  });
});
