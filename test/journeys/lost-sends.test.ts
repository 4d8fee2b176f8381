import { describe, expect, it, vi } from 'vitest';
import type { FaultEffect } from '../../src/emulator/faults/faults.ts';
import { people } from '../emulator/writing.ts';
import { journeyOfTest, operationsAt } from './journey-of-test.ts';
import { sendDraft, sendMessage } from './sending.ts';
import { heldIn, marksOn, saveDraft } from './server-mailbox.ts';
import type { Journey } from './start.ts';

const alice = 'alice@example.test';
const subject = 'Lost and found';
const message = { to: [{ address: 'bob@example.test' }], subject };
const toBob = people('ToRecipients', 'bob@example.test');

const arrived = async (journey: Journey): Promise<number> => (await heldIn(journey, 'bob', 'inbox', subject)).length;
const timesOf = (journey: Journey, operation: string): number =>
  operationsAt(journey).filter((name) => name === operation).length;
const draftIn = (journey: Journey): Promise<string> =>
  saveDraft(journey, 'alice', `<t:Subject>${subject}</t:Subject>${toBob}`);

/** Long enough for every call that nothing hinders. */
const deadlineMs = 1_500;

/** What became of it at the server, and how the answer got lost. */
const losses: readonly (readonly ['done' | 'not done', FaultEffect])[] = [
  ['done', { kind: 'lose' }],
  ['done', { kind: 'cut', atByte: 300 }],
  ['done', { kind: 'withhold' }],
  ['not done', { kind: 'reset' }],
  ['not done', { kind: 'hang' }],
  ['not done', { kind: 'fault', responseCode: 'ErrorInternalServerError' }],
];

const unknown = { __typename: 'UpstreamError', code: 'OUTCOME_UNKNOWN', outcomeUnknown: true };

describe.each(losses)('when the answer is lost (%s, %o)', (fate, effect) => {
  it.each([undefined, 'key'])('a message is looked for, and never sent again (key: %s)', async (idempotencyKey) => {
    const journey = await journeyOfTest({ seed: 'empty', deadlineMs });
    journey.emulator.faults.add({ ...effect, operation: 'CreateItem' });
    const { payload } = await sendMessage(
      journey,
      { mailbox: alice, message, idempotencyKey },
      'submission { status } message { subject }',
    );
    if (fate === 'done') {
      expect(payload).toEqual({ submission: { status: 'SENT' }, message: { subject }, userErrors: [] });
    } else {
      const retryable = idempotencyKey !== undefined;
      expect(payload).toMatchObject({ submission: null, message: null, userErrors: [{ ...unknown, retryable }] });
    }
    expect(timesOf(journey, 'CreateItem')).toBe(1);
    expect(await arrived(journey)).toBe(fate === 'done' ? 1 : 0);
  });

  it('a draft is looked for, and never sent again', async () => {
    const journey = await journeyOfTest({ seed: 'empty', deadlineMs });
    const id = await draftIn(journey);
    journey.emulator.faults.add({ ...effect, operation: 'SendItem' });
    const first = await sendDraft(journey, { id });
    const second = await sendDraft(journey, { id });
    if (fate === 'done') {
      expect(first.payload).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
      expect(second.payload.userErrors).toMatchObject([{ __typename: 'NotFoundError' }]);
    } else {
      expect(first.payload).toMatchObject({ submission: null, userErrors: [{ ...unknown, retryable: false }] });
      expect(second.payload.userErrors).toMatchObject([unknown]);
      const [draft] = await heldIn(journey, 'alice', 'drafts', subject);
      expect(draft && Object.keys(marksOn(draft)).toSorted()).toEqual(['key', 'sending']);
    }
    expect(timesOf(journey, 'SendItem')).toBe(1);
    expect(await arrived(journey)).toBe(fate === 'done' ? 1 : 0);
  });

  it('of the mark on a draft, nothing is sent, and the mark comes off', async () => {
    const journey = await journeyOfTest({ seed: 'empty', deadlineMs });
    const id = await draftIn(journey);
    journey.emulator.faults.add({ ...effect, operation: 'UpdateItem' });
    const { payload } = await sendDraft(journey, { id, idempotencyKey: 'marked' });
    expect(payload).toMatchObject({
      submission: null,
      userErrors: [{ __typename: 'UpstreamError', outcomeUnknown: false }],
    });
    expect(timesOf(journey, 'SendItem')).toBe(0);
    const [draft] = await heldIn(journey, 'alice', 'drafts', subject);
    expect(draft && marksOn(draft)).toEqual({});
    const again = await sendDraft(journey, { id, idempotencyKey: 'marked' });
    expect(again.payload).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
    expect(await arrived(journey)).toBe(1);
  });
});

describe('a key whose outcome is unknown', () => {
  it('is not used again before the mailbox can tell; then it sends', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    const input = { mailbox: alice, message, idempotencyKey: 'settles' };
    journey.emulator.faults.add({ kind: 'reset', operation: 'CreateItem' });
    expect((await sendMessage(journey, input)).payload.userErrors).toMatchObject([
      { ...unknown, retryAfter: 'PT120S' },
    ]);
    journey.clock.advance(60_000);
    expect((await sendMessage(journey, input)).payload.userErrors).toMatchObject([{ ...unknown, retryable: true }]);
    expect(timesOf(journey, 'CreateItem')).toBe(1);
    journey.clock.advance(61_000);
    expect((await sendMessage(journey, input)).payload).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
    expect(await arrived(journey)).toBe(1);
  });

  it('is answered with what was sent after all', async () => {
    const journey = await journeyOfTest({ seed: 'empty', deadlineMs });
    const input = { mailbox: alice, message, idempotencyKey: 'late' };
    journey.emulator.faults.add({ kind: 'late', ms: 2 * deadlineMs, operation: 'CreateItem' });
    expect((await sendMessage(journey, input)).payload.userErrors).toMatchObject([unknown]);
    await vi.waitFor(async () => expect(await arrived(journey)).toBe(1), { timeout: 10_000 });
    expect((await sendMessage(journey, input)).payload).toEqual({ submission: { status: 'REPLAYED' }, userErrors: [] });
    expect(await arrived(journey)).toBe(1);
  });
});

it('a message without a copy cannot be looked for', async () => {
  const journey = await journeyOfTest({ seed: 'empty' });
  journey.emulator.faults.add({ kind: 'lose', operation: 'CreateItem' });
  const { payload } = await sendMessage(journey, { mailbox: alice, message, options: { skipSaveCopy: true } });
  expect(payload).toMatchObject({ submission: null, userErrors: [unknown] });
  expect(operationsAt(journey)).toEqual(['CreateItem']);
  expect(await arrived(journey)).toBe(1);
});

it('a message that cannot be looked for either is unknown', async () => {
  const journey = await journeyOfTest({ seed: 'empty' });
  journey.emulator.faults.add({ kind: 'lose', operation: 'CreateItem' });
  journey.emulator.faults.add({ kind: 'status', status: 500, operation: 'FindItem' });
  const { payload } = await sendMessage(journey, { mailbox: alice, message });
  expect(payload.userErrors).toMatchObject([unknown]);
  expect(timesOf(journey, 'CreateItem')).toBe(1);
});

it('a draft that lies where copies are looked for does not prove that it was sent', async () => {
  const journey = await journeyOfTest({ seed: 'empty' });
  const id = await saveDraft(journey, 'alice', `<t:Subject>${subject}</t:Subject>${toBob}`, 'sentitems');
  journey.emulator.faults.add({ kind: 'reset', operation: 'SendItem' });
  for (const idempotencyKey of ['misplaced', 'misplaced', undefined]) {
    const { payload } = await sendDraft(journey, { id, idempotencyKey });
    expect(payload).toMatchObject({ submission: null, userErrors: [unknown] });
  }
  expect(timesOf(journey, 'SendItem')).toBe(1);
});

describe('a client that leaves', () => {
  /** Sends, leaves when the mail server has got the operation, and lets go of everything. */
  const leaveDuring = async (
    journey: Journey,
    operation: string,
    send: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<void> => {
    journey.emulator.faults.add({ kind: 'delay', ms: 1_500, operation });
    const leaving = new AbortController();
    const answering = send(leaving.signal);
    await vi.waitFor(() => expect(operationsAt(journey)).toContain(operation), { timeout: 10_000 });
    leaving.abort();
    await expect(answering).rejects.toThrow('aborted');
  };

  it('in the middle of a send does not break it off', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    await leaveDuring(journey, 'CreateItem', (signal) =>
      sendMessage(journey, { mailbox: alice, message }, undefined, { signal }),
    );
    await vi.waitFor(async () => expect(await arrived(journey)).toBe(1), { timeout: 10_000 });
  });

  it('between the steps of a send does not leave a draft that nobody may send', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    const id = await draftIn(journey);
    await leaveDuring(journey, 'UpdateItem', (signal) => sendDraft(journey, { id }, undefined, { signal }));
    await vi.waitFor(async () => expect(await arrived(journey)).toBe(1), { timeout: 10_000 });
    expect(await heldIn(journey, 'alice', 'drafts', subject)).toEqual([]);
  });

  it('has what it asked for behind that not begun', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    const one = (text: string): string =>
      `sendMessage(input: { mailbox: "${alice}", message: { to: [{ address: "bob@example.test" }], subject: "${text}" } }) { submission { status } }`;
    await leaveDuring(journey, 'CreateItem', (signal) =>
      journey.query(`mutation { a: ${one(subject)} b: ${one('The second one')} }`, {}, { signal }),
    );
    await vi.waitFor(async () => expect(await arrived(journey)).toBe(1), { timeout: 10_000 });
    await sendMessage(journey, { mailbox: 'carol@example.test', message });
    expect(await heldIn(journey, 'bob', 'inbox', 'The second one')).toEqual([]);
  });

  it('before anything is written has nothing written', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    const id = await draftIn(journey);
    await leaveDuring(journey, 'GetItem', (signal) => sendDraft(journey, { id }, undefined, { signal }));
    await vi.waitFor(() => expect(journey.emulator.requests.some(({ aborted }) => aborted)).toBe(true), {
      timeout: 10_000,
    });
    // Somebody else's send: time enough for a step of the one who left.
    await sendMessage(journey, { mailbox: 'carol@example.test', message });
    expect(timesOf(journey, 'UpdateItem') + timesOf(journey, 'SendItem')).toBe(0);
    const [draft] = await heldIn(journey, 'alice', 'drafts', subject);
    expect(draft && marksOn(draft)).toEqual({});
  });
});
