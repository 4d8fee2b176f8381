import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import { findConversation } from '../../src/ews/operations/find-conversation.ts';
import { getRoomLists } from '../../src/ews/operations/get-room-lists.ts';
import { createCapabilities, type CapabilityState } from '../../src/mailbox/capabilities.ts';
import { allUpstreamOperations, type UpstreamOperation } from '../../src/mailbox/upstream-operations.ts';
import { address } from '../access.ts';

type Answer = unknown;

/** A session whose server gives these answers by EWS's names: one, or one for each id; everything else is a success. */
const sessionWith = (answers: Readonly<Record<string, Answer>>): EwsSession & { readonly asked: string[] } => {
  const asked: string[] = [];
  const answer = (name: string): Promise<never> => {
    asked.push(name);
    const told = answers[name];
    return (told instanceof Error ? Promise.reject(told) : Promise.resolve(told ?? [])) as Promise<never>;
  };
  return {
    asked,
    mailbox: address('ann@example.test'),
    call: ({ name }) => answer(name),
    callEach: ({ name }) => answer(name),
    open: async ({ name }) => {
      await answer(name);
      return (async function* () {})();
    },
  };
};

const unknownRequest = new EwsError('fault', 'no', { lacking: 'operation', operation: 'GetRoomLists' });
const invalidRequest = new EwsError('fault', 'no', { lacking: 'request', responseCode: 'ErrorInvalidRequest' });
const wrongForm = new EwsError('fault', 'no', { lacking: 'request' });
const invalidMessage = new EwsError('response', 'no', { responseCode: 'ErrorInvalidOperation' });
const notThere = new EwsError('response', 'no', { responseCode: 'ErrorItemNotFound' });
const busy = new EwsError('fault', 'no', { responseCode: 'ErrorServerBusy' });
const ill = new EwsError('fault', 'no', { status: 500 });
const gatewayTimeout = new EwsError('http', 'no', { status: 504 });

const stateIn = (
  capabilities: readonly { readonly operation: UpstreamOperation; readonly state: CapabilityState }[],
  operation: UpstreamOperation,
): CapabilityState | undefined => capabilities.find((one) => one.operation === operation)?.state;

const start = () => {
  let time = 1000;
  const capabilities = createCapabilities(() => time);
  /** What is known, without asking. */
  const known = async (operation: UpstreamOperation) => stateIn(await capabilities.probe(undefined), operation);
  return { capabilities, known, advance: (ms: number) => void (time += ms) };
};

describe('a probe', () => {
  it('tries every read once, and no write', async () => {
    const { capabilities } = start();
    const session = sessionWith({});
    const found = await capabilities.probe(session);
    expect(found.map(({ operation }) => operation)).toEqual(allUpstreamOperations);
    expect(session.asked.toSorted()).toEqual([...new Set(session.asked)].toSorted());
    expect(session.asked.filter((name) => /^(?:Create|Update|Delete|Move|Copy|Send|Set|Empty)/.test(name))).toEqual([]);
    expect(found.filter(({ state }) => state === 'SUPPORTED')).toHaveLength(session.asked.length);
    session.asked.length = 0;
    await capabilities.probe(session);
    expect(session.asked).toEqual([]);
  });

  it.each<[string, EwsError, CapabilityState]>([
    ['an unknown request', unknownRequest, 'UNSUPPORTED'],
    ['an invalid request', invalidRequest, 'UNSUPPORTED'],
    ['a form that is not taken', wrongForm, 'UNSUPPORTED'],
    ['a message that says so', invalidMessage, 'UNSUPPORTED'],
    ['an id that is wrong', notThere, 'SUPPORTED'],
    ['a server that is busy', busy, 'UNKNOWN'],
    ['a server that is ill', ill, 'UNKNOWN'],
    ['a server that is too slow', gatewayTimeout, 'UNKNOWN'],
  ])('takes %s for what it is', async (_name, failure, state) => {
    const { capabilities } = start();
    expect(stateIn(await capabilities.probe(sessionWith({ GetRoomLists: failure })), 'GET_ROOM_LISTS')).toBe(state);
    expect(capabilities.isUnsupported('GET_ROOM_LISTS')).toBe(state === 'UNSUPPORTED');
  });
});

describe('what real calls teach', () => {
  const inbox = {
    folder: { distinguished: 'inbox', mailbox: address('ann@example.test') },
    offset: 0,
    limit: 1,
  } as const;

  it.each<[string, Answer, CapabilityState]>([
    ['an answer', {}, 'SUPPORTED'],
    ['an unknown request', unknownRequest, 'UNSUPPORTED'],
    ['an invalid request', invalidRequest, 'UNSUPPORTED'],
    // These may be about what was asked for.
    ['a form that is not taken', wrongForm, 'UNKNOWN'],
    ['a message that says so', invalidMessage, 'UNKNOWN'],
    ['an id that is wrong', notThere, 'SUPPORTED'],
    ['a server that is busy', busy, 'UNKNOWN'],
    ['a server that is ill', ill, 'UNKNOWN'],
  ])('is known without asking, after %s', async (_name, answer, state) => {
    const { capabilities, known } = start();
    const session = capabilities.watch(sessionWith({ FindConversation: answer }));
    await session.call(findConversation, inbox).catch((error: unknown) => expect(error).toBe(answer));
    expect(await known('FIND_CONVERSATION')).toBe(state);
    expect(capabilities.isUnsupported('FIND_CONVERSATION')).toBe(state === 'UNSUPPORTED');
  });

  it('comes from lists of answers too, of which one that is none says nothing', async () => {
    const { capabilities, known } = start();
    const session = capabilities.watch(sessionWith({ FindConversation: [busy, {}], GetRoomLists: [busy] }));
    await session.callEach(findConversation, inbox);
    await session.callEach(getRoomLists, {});
    expect(await known('FIND_CONVERSATION')).toBe('SUPPORTED');
    expect(await known('GET_ROOM_LISTS')).toBe('UNKNOWN');
  });

  it('is not forgotten because somebody asks for nonsense', async () => {
    const { capabilities, known } = start();
    await capabilities.watch(sessionWith({})).call(findConversation, inbox);
    const refusing = capabilities.watch(sessionWith({ FindConversation: unknownRequest }));
    await expect(refusing.call(findConversation, inbox)).rejects.toBe(unknownRequest);
    expect(await known('FIND_CONVERSATION')).toBe('SUPPORTED');
  });

  it('is corrected by a server that has learnt it, and forgotten after an hour', async () => {
    const { capabilities, advance } = start();
    const lacking = capabilities.watch(sessionWith({ FindConversation: unknownRequest }));
    const refused = async () => {
      await expect(lacking.call(findConversation, inbox)).rejects.toBe(unknownRequest);
      return capabilities.isUnsupported('FIND_CONVERSATION');
    };
    expect(await refused()).toBe(true);
    await capabilities.watch(sessionWith({})).call(findConversation, inbox);
    expect(capabilities.isUnsupported('FIND_CONVERSATION')).toBe(false);
    advance(3_600_001);
    expect(await refused()).toBe(true);
    advance(3_600_001);
    expect(capabilities.isUnsupported('FIND_CONVERSATION')).toBe(false);
  });
});
