import { describe, expect, it } from 'vitest';
import type { EwsCall } from '../../src/ews/client.ts';
import { itemId } from '../../src/ews/properties/id.ts';
import { createMoveMemory } from '../../src/mailbox/moves.ts';
import type { MailboxScope, OpenMailbox } from '../../src/mailbox/open-mailbox.ts';
import type { NoticedMove } from '../../src/notifications/event-source.ts';
import { tellOwnMoves, tellOwnWrites } from '../../src/notifications/own-changes.ts';
import { address, callerNamed } from '../access.ts';
import { alice } from './hub-of-test.ts';

const bob = address('bob@example.test');
const [one, two, three] = [itemId('one'), itemId('two'), itemId('three')];

describe('what a gateway does itself', () => {
  it('is told when a write has ended, of the mailbox that was written to, and nobody is kept from his audit', async () => {
    const hinted: string[] = [];
    const audited: string[] = [];
    let scope: MailboxScope | undefined;
    const openMailbox: OpenMailbox = (_caller, _address, given) => {
      scope = given;
      return Promise.resolve(undefined);
    };
    const telling = tellOwnWrites(openMailbox, { hint: (mailbox) => void hinted.push(mailbox) });
    await telling(callerNamed('test'), alice, {
      requestId: 'request',
      signal: new AbortController().signal,
      onCall: ({ operation }) => void audited.push(operation),
      holdMemory: () => undefined,
    });
    for (const [operation, access] of [
      ['FindItem', 'read'],
      ['UpdateItem', 'write'],
    ] as const)
      scope?.onCall({ operation, access, mailbox: alice } as EwsCall);
    expect([hinted, audited]).toEqual([[alice], ['FindItem', 'UpdateItem']]);
  });

  it('is told of moves all at once for each mailbox, and remembered here at once', async () => {
    const told: (readonly [string, readonly NoticedMove[]])[] = [];
    const memory = createMoveMemory();
    const telling = tellOwnMoves(memory, { tellMoves: (mailbox, moves) => void told.push([mailbox, moves]) });
    telling.of(alice).note(one, two);
    telling.of(bob).note(one, three);
    telling.of(alice).note(two, three);
    expect(memory.of(alice).of(one)).toBe(three);
    expect(telling.of(alice).of(one)).toBe(three);
    await new Promise(setImmediate);
    telling.of(bob).note(two, three);
    await new Promise(setImmediate);
    expect(told).toEqual([
      [
        alice,
        [
          { from: one, to: two },
          { from: two, to: three },
        ],
      ],
      [bob, [{ from: one, to: three }]],
      [bob, [{ from: two, to: three }]],
    ]);
  });
});
