import { expect } from 'vitest';
import { change } from '../ask-gateway.ts';
import { attachmentsOf, bodyOf, messageOf } from './graphql-mailbox.ts';
import { alice, bob, carol, instant, type DrivenFile, type Part, type ReadMessage } from './stage.ts';

const files: readonly DrivenFile[] = [
  {
    name: 'Übersicht – 概要.csv',
    contentType: 'text/csv',
    base64: Buffer.from('Größe;合計\r\n1;2\r\n').toString('base64'),
  },
  {
    name: 'every byte.bin',
    contentType: 'application/octet-stream',
    base64: Buffer.from(Uint8Array.from({ length: 70_000 }, (_, index) => index % 256)).toString('base64'),
  },
];
const html = '<p>Liebe Kollegen, <b>grüße</b> &amp; 漢字 <i>&lt;not a tag&gt;</i> 🚣</p>';

/** The same values on both sides, whoever wrote them. */
export const tryBothWays: Part = ({ works }, stage) => {
  works('GraphQL reads what it wrote', async () => {
    const { journey, driver } = stage();
    const subject = 'Größe & 概要 <for all> 🚣';
    await driver.run('send_draft', alice, {
      subject,
      html,
      to: [bob, 'dave@example.test'],
      cc: [carol, alice],
      importance: 'Low',
      files,
    });
    const written = await driver.run<ReadMessage>('read', alice, { where: 'sent', subject });
    for (const reader of [bob, carol, 'dave@example.test', alice]) {
      const read = await messageOf(journey, reader, { subject }, 'INBOX');
      expect(read).toMatchObject({
        subject,
        internetMessageId: written.messageId,
        from: { address: alice },
        to: [{ address: bob }, { address: 'dave@example.test' }],
        cc: [{ address: carol }, { address: alice }],
        importance: 'LOW',
        isRead: false,
      });
      const body = await bodyOf(journey, read.id);
      expect(body.format).toBe('HTML');
      expect(body.content).toContain(html);
      expect(body.originalBytes).toBe(Buffer.byteLength(written.body));
      expect(
        (await attachmentsOf(journey, read.id)).map(({ name, contentType, base64, isInline }) => ({
          name,
          contentType,
          base64,
          isInline,
        })),
      ).toEqual(files.map((file) => ({ ...file, isInline: false })));
    }
  });

  works('it reads what GraphQL wrote', async () => {
    const { journey, driver } = stage();
    const subject = 'Die Bücher & 星 <bitte lesen> 📚';
    await change(journey, 'sendMessage', 'submission { status }', {
      mailbox: bob,
      message: {
        subject,
        body: { html },
        to: [{ address: alice }, { address: carol }],
        cc: [{ address: bob }],
        importance: 'HIGH',
        attachments: files.map(({ name, contentType, base64 }) => ({ name, contentType, source: { base64 } })),
      },
    });
    const sent = await messageOf(journey, bob, { subject }, 'SENT_ITEMS');
    for (const reader of [alice, carol, bob]) {
      const read = await driver.run<ReadMessage>('read', reader, { where: 'inbox', subject });
      expect(read).toMatchObject({
        subject,
        messageId: sent.internetMessageId,
        isHtml: true,
        from: bob,
        to: [alice, carol],
        cc: [bob],
        importance: 'High',
        isRead: false,
      });
      expect(read.body).toContain(html);
      const attached = await driver.run<readonly DrivenFile[]>('attachments', reader, { where: 'inbox', subject });
      expect(attached.map(({ name, contentType, base64 }) => ({ name, contentType, base64 }))).toEqual(files);
    }

    const { event } = await change<{ readonly event: MadeSeries }>(
      journey,
      'createEvent',
      'event { occurrences(window: { start: "2031-09-01T00:00:00Z", end: "2032-03-31T00:00:00Z" }) { nodes { start { dateTime } end { dateTime } } } }',
      {
        mailbox: bob,
        notify: 'ALL',
        event: {
          subject: 'Bücher, every other month',
          location: 'Bibliothek & Café',
          timing: {
            timed: {
              start: '2031-09-30T18:00:00-04:00',
              end: '2031-09-30T20:30:00-04:00',
              timeZone: 'America/New_York',
            },
          },
          attendees: [{ address: alice }],
          recurrence: { rrule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU;BYSETPOS=-1;COUNT=3' },
        },
      },
    );
    const made = event.occurrences.nodes.map(({ start, end }) => [instant(start.dateTime), instant(end.dateTime)]);
    // New York's clocks went back between the first and the second.
    expect(made).toEqual([
      ['2031-09-30T22:00:00.000Z', '2031-10-01T00:30:00.000Z'],
      ['2031-11-25T23:00:00.000Z', '2031-11-26T01:30:00.000Z'],
      ['2032-01-27T23:00:00.000Z', '2032-01-28T01:30:00.000Z'],
    ]);
    for (const person of [alice, bob]) {
      const viewed = await driver.run<readonly ViewedEvent[]>('view', person, {
        start: '2031-09-01T00:00:00Z',
        end: '2032-03-31T00:00:00Z',
        subject: 'Bücher, every other month',
      });
      expect(viewed.map(({ start, end }) => [instant(start), instant(end)])).toEqual(made);
      for (const each of viewed)
        expect(each).toMatchObject({ type: 'Occurrence', location: 'Bibliothek & Café', organizer: bob });
    }
    expect(await driver.run('series', alice, { subject: 'Bücher, every other month' })).toMatchObject({
      zone: 'America/New_York',
      pattern: 'RelativeMonthlyPattern',
      interval: 2,
      count: 3,
      modified: [],
      deleted: [],
    });
  });
};

interface MadeSeries {
  readonly occurrences: {
    readonly nodes: readonly {
      readonly start: { readonly dateTime: string };
      readonly end: { readonly dateTime: string };
    }[];
  };
}

interface ViewedEvent {
  readonly start: string;
  readonly end: string;
}
