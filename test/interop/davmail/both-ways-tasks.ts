import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { Trial } from '../describe-client.ts';
import type { MailTask } from '../tasks.ts';
import { openCalendar } from './caldav-calendar.ts';
import { expandSeries } from './expand-series.ts';
import { arrival, attachmentsOf, awaitMessage, sendBySmtp, withImap } from './imap-mailbox.ts';
import { calendarText, fourMondays, instantOf, wallOf, windowOfMondays, zone } from './planned-series.ts';
import { agendaOf, messageOf, type SeenEvent } from './seen-by-graphql.ts';
import { change } from '../ask-gateway.ts';
import { addressOf } from '../people.ts';
import type { SuiteWorld } from './suite-world.ts';

/** Tries whether the gateway and programs behind DavMail mean the same mail and the same events. */
export const tryBothWays = ({ works }: Trial<MailTask>, world: () => SuiteWorld): void => {
  works('GraphQL reads what it wrote', async () => {
    const bytes = randomBytes(70_000);
    await sendBySmtp(world(), 'alice', {
      to: addressOf('bob'),
      cc: addressOf('carol'),
      subject: 'From DavMail to GraphQL: 漢字 & Ümlaut',
      html: '<p>Grüße, <b>Bob</b> &amp; Carol</p>',
      text: 'Grüße, Bob & Carol',
      messageId: '<davmail-to-graphql@client.test>',
      inReplyTo: '<question@client.test>',
      references: ['<first@client.test>', '<question@client.test>'],
      attachments: [
        { filename: 'bäume.bin', content: bytes, contentType: 'application/x-trees' },
        { filename: 'note.txt', content: 'noted', contentType: 'text/plain' },
      ],
    });
    const read = (): ReturnType<typeof messageOf> => messageOf(world(), 'bob', '<davmail-to-graphql@client.test>');
    await expect.poll(read, arrival).not.toBeNull();
    const message = await read();
    expect(message).toMatchObject({
      subject: 'From DavMail to GraphQL: 漢字 & Ümlaut',
      from: { address: addressOf('alice') },
      to: [{ address: addressOf('bob') }],
      cc: [{ address: addressOf('carol') }],
      inReplyTo: '<question@client.test>',
      references: ['<first@client.test>', '<question@client.test>'],
      attachments: [
        { name: 'bäume.bin', contentType: 'application/x-trees', base64: bytes.toString('base64') },
        { name: 'note.txt', base64: Buffer.from('noted').toString('base64') },
      ],
    });
    expect(message?.body?.content).toContain('<p>Grüße, <b>Bob</b> &amp; Carol</p>');

    const [first, second, third, fourth] = fourMondays();
    const alice = await openCalendar(world(), 'alice');
    await alice.create(
      'davmail-to-graphql',
      calendarText({
        uid: 'davmail-to-graphql@client.test',
        summary: 'From DavMail to GraphQL',
        start: first,
        lines: ['RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO', `EXDATE;TZID=${zone}:${wallOf(second)}`],
      }),
    );
    expect((await mondaysOf(world(), 'From DavMail to GraphQL')).map(({ start }) => start.dateTime)).toEqual(
      [first, third, fourth].map(instantOf),
    );
  });

  works('it reads what GraphQL wrote', async () => {
    const bytes = randomBytes(70_000);
    await change(world().journey, 'sendMessage', '', {
      mailbox: addressOf('alice'),
      message: {
        to: [{ address: addressOf('bob') }],
        cc: [{ address: addressOf('carol') }],
        subject: 'From GraphQL to DavMail: 漢字 & Ümlaut',
        body: { html: '<p>Grüße, <b>Bob</b> &amp; Carol</p>' },
        attachments: [
          { name: 'bäume.bin', contentType: 'application/x-trees', source: { base64: bytes.toString('base64') } },
        ],
      },
    });
    await withImap(world(), 'bob', async (client) => {
      const message = await awaitMessage(client, 'INBOX', { subject: 'From GraphQL to DavMail' });
      const { mail } = message;
      expect(mail.subject).toBe('From GraphQL to DavMail: 漢字 & Ümlaut');
      expect(mail.html).toContain('<p>Grüße, <b>Bob</b> &amp; Carol</p>');
      expect([mail.from?.address, mail.to?.[0]?.address, mail.cc?.[0]?.address]).toEqual(
        (['alice', 'bob', 'carol'] as const).map(addressOf),
      );
      expect(attachmentsOf(message)).toEqual({ 'bäume.bin': bytes });
    });

    const [first, , third, fourth] = fourMondays();
    const times = (start: typeof first): object => ({
      timing: { timed: { start: instantOf(start), end: instantOf(start.add({ hours: 1 })), timeZone: zone } },
    });
    await change(world().journey, 'createEvent', '', {
      mailbox: addressOf('alice'),
      notify: 'NONE',
      event: {
        subject: 'From GraphQL to DavMail',
        ...times(first),
        recurrence: { rrule: 'FREQ=WEEKLY;COUNT=4;BYDAY=MO' },
      },
    });
    const made = await mondaysOf(world(), 'From GraphQL to DavMail');
    const moved = third.add({ hours: 2 });
    await change(world().journey, 'updateEvent', '', { id: made[2]?.id, notify: 'NONE', patch: times(moved) });
    await change(world().journey, 'cancelEvent', '', { id: made[1]?.id, notify: 'NONE' });

    const alice = await openCalendar(world(), 'alice');
    const { text } = await alice.eventWith('SUMMARY:From GraphQL to DavMail');
    expect(expandSeries(text).map(instantOf)).toEqual([first, moved, fourth].map(instantOf));
    expect((await mondaysOf(world(), 'From GraphQL to DavMail')).map(({ start }) => start.dateTime)).toEqual(
      [first, moved, fourth].map(instantOf),
    );
  });
};

/** What takes place in alice's calendar around the four Mondays under that subject. */
const mondaysOf = async (world: SuiteWorld, sought: string): Promise<readonly SeenEvent[]> => {
  return (await agendaOf(world, 'alice', windowOfMondays())).filter(({ subject }) => subject === sought);
};
