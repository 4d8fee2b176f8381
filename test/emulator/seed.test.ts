import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SeedFolder, SeedMailbox, SeedOrganization } from '../../src/emulator/store/model.ts';
import { demoOrganization } from '../../src/emulator/seed/demo-organization.ts';
import { emptyOrganization } from '../../src/emulator/seed/empty-organization.ts';
import { child, childText, childrenNamed } from '../../src/emulator/xml/xml.ts';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { getItemAnswer } from './get-item-answer.ts';
import {
  allAttachments,
  allElements,
  folder,
  folders,
  mailboxOf,
  missing,
  opened,
  text,
  withSubject,
} from './seed-walk.ts';

const today = new Date('2026-03-02T12:00:00Z');
const demo = opened(demoOrganization(today));

describe('the demo organisation', () => {
  it('has the mailboxes, aliases and groups that the documentation names', () => {
    expect(demo.organizationId).toMatch(/^m-[0-9a-f]{32}$/);
    expect(demo.mailboxes.map(({ address, kind }) => `${address} ${kind}`)).toEqual([
      'alice@example.test USER',
      'bob@example.test USER',
      'carol@example.test USER',
      'dave@example.test USER',
      'vault@example.test USER',
      'room-1@example.test ROOM',
      'room-2@example.test ROOM',
    ]);
    expect(mailbox('alice').aliases).toContain('alice.smith@example.test');
    expect(demo.groups.map(({ address }) => address)).toEqual(['team@example.test', 'rooms@example.test']);
  });

  it('is equal for equal days, to the bytes of its attachments, whichever mailbox is made first', () => {
    const again = opened(demoOrganization(new Date(today)), true);
    expect(written(again)).toBe(written(demo));
    expect(contentHashes(again)).toEqual(contentHashes(demo));
  });

  it('has exactly 1,200 messages in the inbox of alice, about 130 of them unread', () => {
    const inbox = folder(mailbox('alice'), 'inbox').items;
    expect(inbox).toHaveLength(1_200);
    const unread = inbox.filter((item) => text(item, 't:IsRead') === 'false').length;
    expect(unread).toBeGreaterThanOrEqual(115);
    expect(unread).toBeLessThanOrEqual(145);
  });

  it.each([
    ['2026-03-02T12:00:00Z', '2026-03-02T07:42:00.000Z'],
    ['2026-03-02T01:00:00Z', '2026-03-01T07:42:00.000Z'],
    ['2028-02-29T23:59:59Z', '2028-02-29T07:42:00.000Z'],
  ])('on %s the newest mail in the inbox arrived at %s, the oldest about fourteen months before', (now, newest) => {
    const inbox = folder(mailbox('alice', demoOrganization(new Date(now))), 'inbox').items;
    const received = inbox.map((item) => text(item, 't:DateTimeReceived') ?? '').toSorted();
    expect(received.at(-1)).toBe(newest);
    const days = (Date.parse(newest) - Date.parse(received[0] ?? '')) / 86_400_000;
    expect(days).toBeGreaterThan(410);
    expect(days).toBeLessThan(440);
  });

  it('gives every mailbox each well-known folder once, and keys that are unique', () => {
    for (const each of demo.mailboxes) {
      const ids = folders(each.root()).flatMap(({ distinguishedId }) => distinguishedId ?? []);
      expect(ids).toEqual(
        expect.arrayContaining(['root', 'msgfolderroot', 'inbox', 'drafts', 'sentitems', 'deleteditems']),
      );
      expect(new Set(ids).size).toBe(ids.length);
      const keys = folders(each.root()).flatMap(({ items }) => items.flatMap(({ key }) => key ?? []));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('nests folders four deep, with mail at the bottom, a slash in a name, and an empty one', () => {
    const deepest = ['Clients', 'Acme', '2026', 'Invoices'].reduce(
      (parent: SeedFolder, name) => parent.children.find((one) => one.name === name) ?? missing(name),
      folder(mailbox('alice'), 'inbox'),
    );
    expect(deepest.items.length).toBeGreaterThan(0);
    const names = folders(mailbox('alice').root()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Offers/Orders', '星計測', 'To read', 'Archive', 'Unread Mail']));
  });
});

describe('the inbox of alice', () => {
  const inbox = folder(mailbox('alice'), 'inbox').items;
  const subjects = inbox.map((item) => text(item, 't:Subject'));

  it('has subjects that are empty, missing, longer than 255 characters, and in many scripts', () => {
    expect(subjects).toContain('');
    expect(subjects).toContain(undefined);
    expect(subjects.some((subject) => (subject?.length ?? 0) > 255)).toBe(true);
    for (const script of [
      /\p{Script=Han}/u,
      /\p{Script=Arabic}/u,
      /\p{Script=Hebrew}/u,
      /\p{Script=Devanagari}/u,
      /\u200D/,
      /<!\[CDATA\[/,
    ]) {
      expect(subjects.some((subject) => script.test(subject ?? ''))).toBe(true);
    }
  });

  it('has characters in subjects and bodies that XML forbids', () => {
    const subject = subjects.join('');
    const bodies = inbox.map((item) => text(item, 't:Body') ?? '').join('');
    for (const forbidden of ['\u0014', '\u0000', '\uFFFE']) {
      expect(subject).toContain(forbidden);
      expect(bodies).toContain(forbidden);
    }
  });

  it('has several messages of one instant, and several within one second', () => {
    const times = inbox.map((item) => text(item, 't:DateTimeReceived') ?? '');
    expect(times.filter((time) => time === '2026-02-28T03:00:00.500Z').length).toBeGreaterThan(5);
    expect(new Set(times.filter((time) => time.startsWith('2026-03-01T04:11:52.'))).size).toBe(5);
  });

  it('has one attachment of 25 MB that is made when it is asked for', () => {
    const files = inbox.flatMap(({ attachments }) => attachments).filter((attachment) => attachment.kind === 'file');
    const large = files.filter(({ size }) => size > 1_000_000);
    expect(large).toHaveLength(1);
    expect(withSubject(inbox, 'Quarterly figures, 25 MB').attachments).toEqual(large);
    const content = large[0]?.content() ?? Buffer.alloc(0);
    expect(content).toHaveLength(26_214_400);
    expect(Buffer.from(content.subarray(64 * 400_000, 64 * 400_000 + 15)).toString()).toBe('400000;Kestrel;');
  });

  it('states the true size of every file', () => {
    for (const attachment of demo.mailboxes.flatMap(allAttachments)) {
      if (attachment.kind === 'file') expect(attachment.content()).toHaveLength(attachment.size);
    }
  });

  it('has attached messages with files inside, an attached event and an attached contact', () => {
    const items = inbox.flatMap(({ attachments }) => attachments).filter((attachment) => attachment.kind === 'item');
    expect(new Set(items.map(({ item }) => item.element.name))).toEqual(
      new Set(['t:Message', 't:CalendarItem', 't:Contact']),
    );
    expect(items.some(({ item }) => item.attachments.some(({ kind }) => kind === 'file'))).toBe(true);
    expect(items.some(({ item }) => item.attachments.some(({ kind }) => kind === 'item'))).toBe(true);
  });

  it('names an empty file, a name with a line break, and one that is not Latin', () => {
    const files = inbox.flatMap(({ attachments }) => attachments).filter((attachment) => attachment.kind === 'file');
    expect(files.some(({ size }) => size === 0)).toBe(true);
    for (const pattern of [/"/, /\r\n/, /\p{Script=Han}/u, /\.\.\//]) {
      expect(files.some(({ name }) => pattern.test(name))).toBe(true);
    }
  });

  it('has inline images that the HTML names, scripts, and remote images', () => {
    const inline = inbox.filter(({ attachments }) => attachments.some((one) => one.kind === 'file' && one.isInline));
    expect(inline.some((item) => /src="cid:logo-blue@example.test"/.test(text(item, 't:Body') ?? ''))).toBe(true);
    const html = inbox.map((item) => text(item, 't:Body') ?? '').join('');
    for (const trap of ['<script', 'onerror=', 'javascript:', 'url(https://', '<iframe', 'width="1" height="1"']) {
      expect(html).toContain(trap);
    }
  });

  it('has flags that are set, due and complete', () => {
    const flags = inbox
      .flatMap(({ element }) => childrenNamed(element, 't:ExtendedProperty'))
      .map((property) => {
        const uri = child(property, 't:ExtendedFieldURI')?.attributes ?? {};
        return `${uri['PropertyTag'] ?? uri['PropertyId'] ?? uri['PropertyName']}=${childText(property, 't:Value')}`;
      });
    expect(flags).toEqual(expect.arrayContaining(['0x1090=2', '0x1090=1', '33029=2026-03-05T00:00:00.000Z']));
    expect(flags.some((flag) => flag.startsWith('0x1091='))).toBe(true);
  });

  it('has people without addresses, sixty recipients, reports, and a receipt', () => {
    const senders = inbox.map(({ element }) => child(child(element, 't:From'), 't:Mailbox'));
    expect(senders.some((sender) => sender !== undefined && child(sender, 't:EmailAddress') === undefined)).toBe(true);
    expect(senders).toContain(undefined);
    expect(inbox.some(({ element }) => (child(element, 't:ToRecipients')?.children.length ?? 0) > 60)).toBe(true);
    const classes = inbox.map((item) => text(item, 't:ItemClass'));
    expect(classes).toEqual(expect.arrayContaining(['REPORT.IPM.Note.NDR', 'REPORT.IPM.Note.IPNRN']));
  });

  it('ties conversations together across the inbox and the sent items', () => {
    const all = [...inbox, ...folder(mailbox('alice'), 'sentitems').items];
    const thread = all
      .filter((item) => text(item, 't:ConversationTopic') === 'Heron at Borealis: plan until spring')
      .toSorted((a, b) => ((text(a, 't:DateTimeSent') ?? '') < (text(b, 't:DateTimeSent') ?? '') ? -1 : 1));
    expect(thread).toHaveLength(8);
    expect(new Set(thread.map(({ element }) => child(element, 't:ConversationId')?.attributes['Id'])).size).toBe(1);
    thread.slice(1).forEach((item, index) => {
      const before = thread[index] ?? missing('the mail before');
      expect(text(item, 't:InReplyTo')).toBe(text(before, 't:InternetMessageId'));
      expect(text(item, 't:References')).toContain(text(before, 't:InternetMessageId'));
      expect(text(item, 't:Body')).toContain(item.uniqueBody);
      expect(text(item, 't:Body')?.length).toBeGreaterThan(item.uniqueBody?.length ?? 0);
    });
  });

  it('ties meeting mail to events of the calendar with the same UID', () => {
    const events = new Map(folder(mailbox('alice'), 'calendar').items.map((item) => [item.key, item]));
    const meetingMail = inbox.filter(({ associatedKey }) => associatedKey !== undefined);
    expect(new Set(meetingMail.map(({ element }) => element.name))).toEqual(
      new Set(['t:MeetingRequest', 't:MeetingResponse', 't:MeetingCancellation']),
    );
    for (const item of meetingMail) {
      const event = events.get(item.associatedKey) ?? missing(`the event ${item.associatedKey}`);
      expect(text(item, 't:UID')).toBe(text(event, 't:UID'));
    }
  });
});

describe('the calendars', () => {
  const events = folder(mailbox('alice'), 'calendar').items;

  it('have every pattern of recurrence, with moved and deleted occurrences', () => {
    const patterns = events.flatMap(({ element }) => child(element, 't:Recurrence')?.children[0]?.name ?? []);
    expect(new Set(patterns)).toEqual(
      new Set([
        't:DailyRecurrence',
        't:WeeklyRecurrence',
        't:AbsoluteMonthlyRecurrence',
        't:RelativeMonthlyRecurrence',
        't:AbsoluteYearlyRecurrence',
        't:RelativeYearlyRecurrence',
      ]),
    );
    const standup = events.find(({ key }) => key === 'meeting/standup') ?? missing('the stand-up');
    expect(standup.exceptions).toHaveLength(2);
    expect(standup.deletedOccurrences).toHaveLength(2);
    for (const { originalStart, element } of standup.exceptions ?? []) {
      expect(childText(element, 't:OriginalStart')).toBe(originalStart);
      expect(childText(element, 't:CalendarItemType')).toBe('Exception');
    }
  });

  it.each(['2026-03-02T12:00:00Z', '2026-07-15T12:00:00Z', '2026-11-21T12:00:00Z'])(
    'keep a series on the wall clock of its zone across the change to or from summer time (today %s)',
    (now) => {
      const standup = folder(mailbox('alice', demoOrganization(new Date(now))), 'calendar').items.find(
        ({ key }) => key === 'meeting/standup',
      );
      const starts = [text(standup ?? missing('the stand-up'), 't:Start'), ...(standup?.deletedOccurrences ?? [])];
      expect(new Set(starts.map((start) => start?.slice(11, 16)))).toEqual(new Set(['07:30', '08:30']));
    },
  );

  it('have whole days that begin at midnight west of UTC', () => {
    const conference = events.find(({ key }) => key === 'alice/conference') ?? missing('the conference');
    expect(text(conference, 't:IsAllDayEvent')).toBe('true');
    expect(text(conference, 't:Start')).toBe('2026-04-21T07:00:00.000Z');
    expect(text(conference, 't:End')).toBe('2026-04-24T07:00:00.000Z');
  });

  it('show each side its own answer to the same meeting', () => {
    const answers = ['alice', 'bob', 'dave', 'room-2'].map((name) => {
      const items = folder(mailbox(name), 'calendar').items;
      const item = items.find(({ key }) => key === 'meeting/architecture') ?? missing('the review');
      return text(item, 't:MyResponseType');
    });
    expect(answers).toEqual(['NoResponseReceived', 'Organizer', 'Decline', 'Accept']);
  });

  it('have a cancelled meeting, private events, and every way to show as busy', () => {
    expect(events.some((item) => text(item, 't:IsCancelled') === 'true')).toBe(true);
    expect(events.some((item) => text(item, 't:Sensitivity') === 'Private')).toBe(true);
    const shown = new Set(events.map((item) => text(item, 't:LegacyFreeBusyStatus')));
    expect(shown).toEqual(new Set(['Busy', 'Free', 'Tentative', 'OOF']));
  });
});

describe('the empty organisation', () => {
  it('has the same people with nothing in their folders', () => {
    const empty = emptyOrganization();
    expect(empty.mailboxes.map(({ address }) => address)).toEqual(demo.mailboxes.map(({ address }) => address));
    const all = empty.mailboxes.flatMap(({ root }) => folders(root()));
    expect(all.filter(({ distinguishedId }) => distinguishedId === 'inbox')).toHaveLength(7);
    expect(all.every(({ items }) => items.length === 0)).toBe(true);
  });
});

describeWithWitness('the items of the demo organisation', (witnesses) => {
  it('are valid against the schema of Exchange2010_SP2', async () => {
    const elements = demo.mailboxes.flatMap(({ root }) =>
      folders(root()).flatMap(({ items }) => items.flatMap(allElements)),
    );
    expect(await schemaErrors(witnesses, [getItemAnswer(elements)])).toEqual([]);
  });
});

const mailbox = (name: string, organization: SeedOrganization = demo): SeedMailbox => mailboxOf(organization, name);

/** All of it but the bytes of attachments. */
const written = (organization: SeedOrganization): string =>
  JSON.stringify(organization.mailboxes.map((owner) => ({ ...owner, root: owner.root() })));

const contentHashes = (organization: SeedOrganization): readonly string[] =>
  organization.mailboxes
    .flatMap(allAttachments)
    .flatMap((attachment) =>
      attachment.kind === 'file' ? createHash('sha256').update(attachment.content()).digest('hex') : [],
    );
