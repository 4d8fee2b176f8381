import { describe, expect, it } from 'vitest';
import type { EwsCall } from '../../src/ews/client.ts';
import { createContext, type ContextRequest, type ContextServices } from '../../src/graphql/context.ts';
import type { LoadItems } from '../../src/mailbox/load-items.ts';
import type { MailboxScope, OpenedMailbox } from '../../src/mailbox/open-mailbox.ts';
import { address, callerNamed } from '../access.ts';

const alice = address('alice@example.test');
const call = (operation: string): EwsCall => ({ operation }) as EwsCall;

/** A context whose mailboxes do nothing but tell of calls. */
const start = () => {
  const scopes: MailboxScope[] = [];
  const audited: string[] = [];
  const held = new Set<number>();
  const services = {
    openMailbox: (_caller: unknown, opened: string, scope: MailboxScope) => {
      scopes.push(scope);
      return Promise.resolve({ address: opened } as OpenedMailbox);
    },
  } as unknown as ContextServices;
  const request = {
    caller: callerNamed('ann'),
    requestId: 'request-1',
    onCall: ({ operation }) => void audited.push(operation),
    onRefusal: () => undefined,
    onListening: () => undefined,
    onExport: () => undefined,
    holdMemory: (bytes) => {
      held.add(bytes);
      return () => void held.delete(bytes);
    },
    signal: new AbortController().signal,
    publicUrl: 'http://127.0.0.1',
    dueMs: undefined,
    urgency: 'interactive',
    isTraced: false,
  } satisfies ContextRequest;
  return { context: createContext(services, request), request, scopes, audited, held };
};

describe('a context of one answer among many', () => {
  it('opens mailboxes for itself, and remembers nothing in that of its request', async () => {
    const { context, scopes, audited } = start();
    const first = context.afresh({});
    const second = context.afresh({});
    expect(await first.context.mailbox(alice)).not.toBe(await second.context.mailbox(alice));
    scopes[0]?.onCall(call('GetItem'));
    expect(first.context.calls.map(({ operation }) => operation)).toEqual(['GetItem']);
    expect(second.context.calls).toEqual([]);
    expect(context.calls).toEqual([]);
    expect(audited).toEqual(['GetItem']);
    first.context.besideData.push(new Error('beside') as never);
    expect(context.besideData).toEqual([]);
  });

  it('reads the items of one mailbox with what it was lent, whose calls are not its own', async () => {
    const { context, scopes } = start();
    const items = {} as LoadItems;
    let tell: (call: EwsCall) => void = () => undefined;
    const load = (onCall: (call: EwsCall) => void): LoadItems => {
      tell = onCall;
      return items;
    };
    const { context: own, ownCalls } = context.afresh({ items: { mailbox: alice, load } });
    expect((await own.mailbox(alice))?.items).toBe(items);
    expect((await own.mailbox('bob@example.test'))?.items).toBeUndefined();
    tell(call('GetItem'));
    scopes[0]?.onCall(call('FindItem'));
    expect(own.calls).toHaveLength(2);
    expect(ownCalls()).toBe(1);
  });

  it('frees what was set aside in it when it ends, and nothing else', () => {
    const { context, held } = start();
    context.holdMemory(1);
    const { context: own, end } = context.afresh({});
    own.holdMemory(2);
    own.holdMemory(3)?.();
    end();
    expect([...held]).toEqual([1]);
  });

  it('makes calls in the name of its request for somebody else, who alone is told of them', async () => {
    const { context, scopes, audited } = start();
    const told: string[] = [];
    const { signal } = new AbortController();
    const scope = { signal, onCall: ({ operation }: EwsCall) => void told.push(operation) };
    await context.afresh({ scope }).context.mailbox(alice);
    expect(scopes[0]).toMatchObject({ requestId: 'request-1' });
    expect(scopes[0]?.signal).toBe(signal);
    scopes[0]?.onCall(call('SyncFolderItems'));
    expect(told).toEqual(['SyncFolderItems']);
    expect(audited).toEqual([]);
  });
});
