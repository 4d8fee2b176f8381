import { expect } from 'vitest';
import { receive } from '../../journeys/received-mail.ts';
import type { Trial } from '../describe-client.ts';
import type { MailTask } from '../tasks.ts';
import { openCalendar } from './caldav-calendar.ts';
import { arrival, awaitMessage, searchIn, withImap } from './imap-mailbox.ts';
import { calendarText, fourMondays } from './planned-series.ts';
import type { SuiteWorld } from './suite-world.ts';

/** Tries how programs keep up with a mailbox through DavMail. */
export const tryFollowing = ({ works, cannot }: Trial<MailTask>, world: () => SuiteWorld): void => {
  works('synchronise', async () => {
    await withImap(world(), 'alice', async (client) => {
      const { uidNext, uidValidity } = await client.mailboxOpen('INBOX');
      const known = await searchIn(client, 'INBOX', { all: true });
      receive(world().journey, { name: 'DavMail synchronises this' });
      const { uid } = await awaitMessage(client, 'INBOX', { subject: 'DavMail synchronises this' });
      const since = await client.fetchAll(`${uidNext}:*`, { uid: true, envelope: true }, { uid: true });
      expect(since.map((message) => [message.uid, message.envelope?.subject])).toEqual([
        [uid, 'DavMail synchronises this'],
      ]);
      await client.messageDelete(String(uid), { uid: true });
      expect(await searchIn(client, 'INBOX', { all: true })).toEqual(known);
      expect((await client.mailboxOpen('INBOX')).uidValidity).toBe(uidValidity);
    });
    const alice = await openCalendar(world(), 'alice');
    const [start] = fourMondays();
    const event = { uid: 'davmail-sync@client.test', summary: 'Synchronised', start };
    await alice.create('davmail-sync', calendarText(event));
    const before = await alice.states();
    const created = await alice.eventWith(event.uid);
    // EWS tells in whole seconds when a folder was changed, and DavMail makes its CTag of that.
    let changes = 0;
    const ctagAfterChange = async (): Promise<string> => {
      changes += 1;
      await alice.update(
        await alice.eventWith(event.uid),
        calendarText({ ...event, summary: `Synchronised ${changes}` }),
      );
      return (await alice.states()).ctag;
    };
    await expect.poll(ctagAfterChange, arrival).not.toBe(before.ctag);
    const after = await alice.states();
    const changed = [...after.etags].filter(([url, etag]) => before.etags.get(url) !== etag);
    expect(changed.map(([url]) => url)).toEqual([new URL(created.url).pathname]);
    await alice.remove(await alice.eventWith(event.uid));
    const left = await alice.states();
    expect([...after.etags.keys()].filter((url) => !left.etags.has(url))).toEqual([new URL(created.url).pathname]);
  });

  const why = 'DavMail subscribes to nothing: while a mail program waits, it looks into the folder once a minute';
  cannot('subscribe and receive: streaming', why, () => expectNoSubscription(world()));
  cannot('subscribe and receive: push', why, () => expectNoSubscription(world()));
  cannot('subscribe and receive: pull', why, async () => {
    await withImap(world(), 'alice', async (client) => {
      const { exists } = await client.mailboxOpen('INBOX');
      const told = new Promise<number>((resolve) => {
        client.on('exists', ({ count }) => resolve(count));
      });
      const idle = client.idle();
      await expect.poll(() => client.idling, arrival).toBe(true);
      receive(world().journey, { name: 'DavMail tells of this' });
      expect(await told).toBe(exists + 1);
      expect(await searchIn(client, 'INBOX', { subject: 'DavMail tells of this' })).toHaveLength(1);
      await idle;
    });
    await expectNoSubscription(world());
  });
};

/** DavMail would be said to subscribe when it did: then these rows have another answer. */
const expectNoSubscription = async ({ journey }: SuiteWorld): Promise<void> => {
  expect(journey.emulator.requests.filter(({ operation }) => operation === 'Subscribe')).toEqual([]);
  return Promise.resolve();
};
