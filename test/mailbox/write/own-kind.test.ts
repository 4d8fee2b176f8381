import { describe, expect, it } from 'vitest';
import type { Permission } from '../../../src/access/caller.ts';
import { EwsError } from '../../../src/ews/errors.ts';
import { itemId } from '../../../src/ews/properties/id.ts';
import type { ItemType } from '../../../src/ews/properties/item-types.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { isMessage, refuseOtherKinds } from '../../../src/mailbox/write/own-kind.ts';

const elements = ['Message', 'MeetingRequest', 'PostItem', 'CalendarItem', 'Task', 'Contact', 'DistributionList'];

const types: Readonly<Record<string, ItemType>> = { CalendarItem: 'CalendarItem', Task: 'Task', Contact: 'Contact' };

/** A mailbox in which the id of each item is the name of its element, for a caller that holds these permissions. */
const mailboxFor = (held: readonly Permission[], failure?: EwsError) => {
  const read: string[] = [];
  const mailbox = {
    may: (anyOf: readonly Permission[]) => anyOf.some((permission) => held.includes(permission)),
    items: {
      load: (id: string) => {
        read.push(id);
        if (failure !== undefined) return Promise.reject(failure);
        return elements.includes(id)
          ? Promise.resolve({ type: types[id] ?? 'Message', element: id })
          : Promise.reject(new EwsError('response', 'gone', { responseCode: 'ErrorItemNotFound' }));
      },
    },
  } as unknown as Pick<OpenedMailbox, 'may' | 'items'>;
  return { mailbox, read };
};

const ids = [...elements, 'nothing'].map(itemId);

describe('a message', () => {
  it('is whatever reads as one, but no list of people', () => {
    const found = elements.filter((element) => isMessage({ type: types[element] ?? 'Message', element }));
    expect(found).toEqual(['Message', 'MeetingRequest', 'PostItem']);
  });
});

describe('who may write messages', () => {
  it.each([
    [[], ['CalendarItem', 'Task', 'Contact', 'DistributionList', 'nothing']],
    [['WRITE_CALENDAR'], ['Contact', 'DistributionList', 'nothing']],
    [['WRITE_CONTACTS'], ['CalendarItem', 'Task', 'nothing']],
  ] as const)('and %o besides is kept from %o', async (besides, refused) => {
    const { mailbox } = mailboxFor(['WRITE_MESSAGES', ...besides]);
    expect([...(await refuseOtherKinds(mailbox, ids)).keys()]).toEqual(refused);
  });

  it('and everything else is asked nothing', async () => {
    const { mailbox, read } = mailboxFor(['WRITE_MESSAGES', 'WRITE_CALENDAR', 'WRITE_CONTACTS']);
    expect([(await refuseOtherKinds(mailbox, ids)).size, read]).toEqual([0, []]);
  });

  it('cannot tell an event from nothing', async () => {
    const { mailbox } = mailboxFor(['WRITE_MESSAGES']);
    const refused = await refuseOtherKinds(mailbox, ids);
    for (const id of ['CalendarItem', 'nothing'])
      expect(refused.get(itemId(id))).toMatchObject({ kind: 'response', responseCode: 'ErrorItemNotFound' });
  });

  it('writes nothing while nobody can say what it is', async () => {
    const lost = new EwsError('timeout', 'no answer');
    await expect(refuseOtherKinds(mailboxFor(['WRITE_MESSAGES'], lost).mailbox, ids)).rejects.toBe(lost);
  });
});
