import { describe, expect, it } from 'vitest';
import { EwsError, InvalidInputError } from '../../src/ews/errors.ts';
import type { EwsSession, Operation } from '../../src/ews/operation.ts';
import type { Recipient } from '../../src/ews/properties/recipient.ts';
import { readListedRooms, readRoomLists, readRoomsIn } from '../../src/mailbox/rooms.ts';
import { address } from '../access.ts';

/** A session whose server has these lists of rooms, and how many calls it has had. */
const withLists = (lists: Readonly<Record<string, readonly Recipient[]>>) => {
  const calls: string[] = [];
  const session: EwsSession = {
    mailbox: address('alice@example.test'),
    call: async <Input, Output>({ name }: Operation<Input, Output>, input: Input) => {
      calls.push(name);
      if (name === 'GetRoomLists') return Object.keys(lists).map((list) => ({ address: list })) as Output;
      const rooms = lists[(input as { readonly list: string }).list];
      if (rooms === undefined) throw new EwsError('response', 'no', { responseCode: 'ErrorNameResolutionNoResults' });
      return rooms as Output;
    },
    callEach: () => Promise.reject(new Error('not used')),
    open: () => Promise.reject(new Error('not used')),
  };
  return { session, calls };
};

const room = (name: string): Recipient => ({ name: `Room ${name}`, address: `${name}@Example.test` });

describe('rooms in lists', () => {
  it('come once each, named by their address where they have no name, and only if they can be written to', async () => {
    const { session, calls } = withLists({
      'north@example.test': [room('a'), room('b'), { address: 'c@example.test' }],
      'south@example.test': [room('b'), { name: 'Nowhere' }, { name: 'Old', address: '/o=First/cn=Old' }],
    });
    expect(await readListedRooms(session)).toEqual([
      { name: 'Room a', address: 'a@example.test' },
      { name: 'Room b', address: 'b@example.test' },
      { name: 'c@example.test', address: 'c@example.test' },
    ]);
    expect(calls).toEqual(['GetRoomLists', 'GetRooms', 'GetRooms']);
    expect(await readRoomLists(session)).toHaveLength(2);
  });

  it('are none of a list that is none, but other failures are failures', async () => {
    expect(await readRoomsIn(withLists({}).session, address('north@example.test'))).toBeUndefined();
    const { session } = withLists({});
    const failing = { ...session, call: () => Promise.reject(new EwsError('timeout', 'late')) };
    await expect(readRoomsIn(failing, address('north@example.test'))).rejects.toThrow('late');
  });

  it('are not looked for in more than fifty lists', async () => {
    const lists = (count: number) =>
      withLists(
        Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}@example.test`, [room('a')]])),
      );
    const few = lists(50);
    expect(await readListedRooms(few.session)).toHaveLength(1);
    const many = lists(51);
    await expect(readListedRooms(many.session)).rejects.toBeInstanceOf(InvalidInputError);
    expect(many.calls).toEqual(['GetRoomLists']);
  });
});
