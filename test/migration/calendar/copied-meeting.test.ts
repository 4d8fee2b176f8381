import { expect, test } from 'vitest';
import type { EwsSession } from '../../../src/ews/operation.ts';
import { createItem } from '../../../src/ews/operations/create-item.ts';
import { deleteItem } from '../../../src/ews/operations/delete-item.ts';
import { findItem } from '../../../src/ews/operations/find-item.ts';
import { mailboxAddress, type DistinguishedFolderId } from '../../../src/ews/properties/id.ts';
import { startBoth, type Server } from '../two-servers.ts';
import { copyEvents, eventsIn, idsIn } from './copied-calendar.ts';

const countIn = async (session: EwsSession, folder: DistinguishedFolderId): Promise<number> => {
  const page = await session.call(findItem, {
    parents: [{ distinguished: folder, mailbox: mailboxAddress(session.mailbox) ?? session.mailbox }],
    wanted: [],
    view: { type: 'indexed', offset: 0, limit: 1 },
  });
  return page.total;
};

/** A meeting of alice's to which bob was invited on the first server, in the calendars of both on the second one. */
const copiedMeeting = async (): Promise<{ readonly target: Server; readonly uid: string }> => {
  const { source, target } = await startBoth();
  const [hers, his] = [await eventsIn(source.as('alice@example.test')), await eventsIn(source.as('bob@example.test'))];
  const meeting = hers.find(
    (event) =>
      event.invitationsSent &&
      event.isOrganizer &&
      event.recurrence === undefined &&
      his.some(({ uid, isOrganizer }) => uid === event.uid && !isOrganizer),
  );
  if (meeting?.uid === undefined) throw new Error('alice has invited bob to nothing');
  await copyEvents(target.as('alice@example.test'), [meeting]);
  await copyEvents(
    target.as('bob@example.test'),
    his.filter(({ uid }) => uid === meeting.uid),
  );
  return { target, uid: meeting.uid };
};

test('nobody hears of a copied meeting, and those who are in it find each other on the new server', async () => {
  const { target } = await copiedMeeting();
  const [alice, bob] = [target.as('alice@example.test'), target.as('bob@example.test')];
  for (const folder of ['inbox', 'sentitems', 'outbox', 'deleteditems'] as const) {
    expect(await countIn(alice, folder)).toBe(0);
    expect(await countIn(bob, folder)).toBe(0);
  }
  expect(target.emulator.outbox).toEqual([]);

  const [invitation] = await idsIn(bob);
  if (invitation === undefined) throw new Error('bob has no copy');
  await bob.call(createItem, {
    items: [{ response: 'DeclineItem', id: invitation }],
    disposition: 'SendAndSaveCopy',
  });
  const [hers] = await eventsIn(alice);
  const people = [...(hers?.requiredAttendees ?? []), ...(hers?.optionalAttendees ?? [])];
  expect(people.find(({ mailbox }) => mailbox.address === 'bob@example.test')?.response).toBe('Decline');
});

test('who calls a copied meeting off tells those who were invited on the old server', async () => {
  const { target, uid } = await copiedMeeting();
  const [alice, bob] = [target.as('alice@example.test'), target.as('bob@example.test')];
  const [id] = await idsIn(alice);
  if (id === undefined) throw new Error('alice has no copy');
  await alice.call(deleteItem, {
    ids: [{ id }],
    deleteType: 'MoveToDeletedItems',
    cancellations: 'SendToAllAndSaveCopy',
  });
  const [his] = await eventsIn(bob);
  expect(his).toMatchObject({ uid, isCancelled: true });
});
