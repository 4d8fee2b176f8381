import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readSeedFile } from '../../../src/emulator/seed/seed-file.ts';
import type { SeedItem, SeedMailbox, SeedOrganization } from '../../../src/emulator/store/model.ts';
import { child, childText, childrenNamed } from '../../../src/emulator/xml/xml.ts';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { getItemAnswer } from '../get-item-answer.ts';
import { allElements, folder, folders, mailboxOf, opened, text, withSubject } from '../seed-walk.ts';

/** Half past one on a Tuesday in Berlin. */
const now = new Date('2026-03-03T12:30:00.000Z');
const example = await readFile(new URL('organization.json', import.meta.url), 'utf8');
const organization = opened(readSeedFile(example, now));
const ann = mailboxOf(organization, 'ann');
const bob = mailboxOf(organization, 'bob');

const items = (owner: SeedMailbox, distinguishedId: string): readonly SeedItem[] =>
  folder(owner, distinguishedId).items;
const named = (owner: SeedMailbox, name: string) => folders(owner.root()).find((one) => one.name === name);
const addresses = (item: SeedItem, list: string): readonly (string | undefined)[] =>
  (child(item.element, list)?.children ?? []).map((one) => childText(child(one, 't:Mailbox') ?? one, 't:EmailAddress'));
const isTrueIn = (item: SeedItem, name: string): boolean => text(item, name) === 'true';

describe('The seed file of the documents', () => {
  it('makes its mailboxes and groups, and passwords where it gives none', () => {
    expect(organization.organizationId).toMatch(/^m-[0-9a-f]{32}$/);
    expect(
      organization.mailboxes.map(({ address, displayName, kind, password, aliases }) => [
        address,
        displayName,
        kind,
        password,
        aliases,
      ]),
    ).toEqual([
      ['ann@example.test', 'Ann Archer', 'USER', 'ann-secret', ['sales@example.test']],
      ['bob@example.test', 'Bob Brown', 'USER', 'bob-demo-password', []],
      ['board@example.test', 'The board', 'USER', 'board-demo-password', []],
      ['library@example.test', 'Library', 'ROOM', 'library-demo-password', []],
    ]);
    expect(organization.closedToRoles).toEqual(['board@example.test']);
    expect(organization.groups).toEqual([
      { address: 'team@example.test', displayName: 'Everybody', members: ['ann@example.test', 'bob@example.test'] },
    ]);
  });

  it('makes messages with what it says of them', () => {
    const [order] = items(ann, 'inbox');
    expect(order && [text(order, 't:Subject'), text(order, 't:DateTimeReceived'), text(order, 't:IsRead')]).toEqual([
      'Order 4711',
      '2026-03-01T12:30:00.000Z',
      'false',
    ]);
    expect(order && child(order.element, 't:Body')).toMatchObject({
      attributes: { BodyType: 'Text' },
      text: 'Hello Ann,\r\nplease send us twelve of them.',
    });
    expect(order && addresses(order, 't:From')).toEqual(['ines@acme.example.com']);
    expect(order && addresses(order, 't:ToRecipients')).toEqual(['ann@example.test']);
    expect(order && child(order.element, 't:Categories')?.children.map((one) => one.text)).toEqual(['Clients']);
    expect(order && childrenNamed(order.element, 't:ExtendedProperty').map((one) => childText(one, 't:Value'))).toEqual(
      ['2'],
    );
    expect(
      order?.attachments.map((one) =>
        one.kind === 'file' ? [one.name, one.contentType, one.isInline, one.contentId, one.size] : [],
      ),
    ).toEqual([
      ['order.csv', 'text/csv', false, undefined, 27],
      ['logo.png', 'image/png', true, 'logo', 8],
    ]);
    const [, thanks] = items(ann, 'inbox');
    expect(thanks && [text(thanks, 't:DateTimeReceived'), text(thanks, 't:Importance')]).toEqual([
      '2026-03-03T07:15:00.000Z',
      'High',
    ]);
    expect(thanks && addresses(thanks, 't:CcRecipients')).toEqual(['bob@example.test']);
    const [sent] = items(ann, 'sentitems');
    expect(sent && [text(sent, 't:IsRead'), text(sent, 't:DateTimeReceived')]).toEqual([
      'true',
      '2026-03-02T15:30:00.000Z',
    ]);
    expect(sent && addresses(sent, 't:From')).toEqual(['ann@example.test']);
  });

  it('makes conversations of messages that answer each other, across folders', () => {
    const [order, thanks] = items(ann, 'inbox');
    const [confirmation] = items(ann, 'sentitems');
    const conversations = [order, confirmation, thanks].map(
      (item) => item && child(item.element, 't:ConversationId')?.attributes['Id'],
    );
    expect(new Set(conversations).size).toBe(1);
    expect(thanks && text(thanks, 't:InReplyTo')).toBe(confirmation && text(confirmation, 't:InternetMessageId'));
    expect(thanks && text(thanks, 't:References')).toBe(
      [order, confirmation].map((item) => item && text(item, 't:InternetMessageId')).join(' '),
    );
  });

  it('makes folders of their paths, and mail by the number', () => {
    expect(folder(ann, 'inbox').children.map(({ name }) => name)).toEqual(['Newsletters']);
    expect(named(ann, 'Projects')).toMatchObject({
      items: [],
      children: [{ name: 'Acme', items: [expect.anything()] }],
    });
    expect(named(ann, 'Newsletters')?.items).toHaveLength(50);
    const archive = named(ann, 'Archive')?.items ?? [];
    expect(archive).toHaveLength(2000);
    expect(new Set(archive.map((item) => text(item, 't:InternetMessageId'))).size).toBe(2000);
    expect(archive.every((item) => (text(item, 't:DateTimeReceived') ?? '') <= now.toISOString())).toBe(true);
  });

  it('puts a meeting into the calendars of everybody who comes, each with their own side of it', () => {
    const [owned, invited, booked] = [ann, bob, mailboxOf(organization, 'library')].map((owner) =>
      withSubject(items(owner, 'calendar'), 'Monday meeting'),
    );
    expect([owned, invited, booked].map((item) => item && text(item, 't:UID'))).toEqual(
      Array.from({ length: 3 }, () => owned && text(owned, 't:UID')),
    );
    expect([owned, invited, booked].map((item) => item && text(item, 't:MyResponseType'))).toEqual([
      'Organizer',
      'Accept',
      'Accept',
    ]);
    expect(owned && addresses(owned, 't:RequiredAttendees')).toEqual(['bob@example.test']);
    expect(owned && addresses(owned, 't:OptionalAttendees')).toEqual(['ines@acme.example.com']);
    expect(owned && addresses(owned, 't:Resources')).toEqual(['library@example.test']);
    // Four weeks before was a Tuesday: the first Monday after it, at half past nine by Berlin's clocks.
    expect(owned && [text(owned, 't:Start'), text(owned, 't:End')]).toEqual([
      '2026-02-09T08:30:00.000Z',
      '2026-02-09T09:15:00.000Z',
    ]);
    expect(owned && child(owned.element, 't:Recurrence')?.children[1]).toMatchObject({
      name: 't:NoEndRecurrence',
      children: [{ name: 't:StartDate', text: '2026-02-09' }],
    });
    expect(owned && child(owned.element, 't:StartTimeZone')?.attributes['Id']).toBe('W. Europe Standard Time');
  });

  it('makes whole days, and events by the clocks of other places', () => {
    const holiday = withSubject(items(ann, 'calendar'), 'Holiday');
    expect([isTrueIn(holiday, 't:IsAllDayEvent'), text(holiday, 't:Start'), text(holiday, 't:End')]).toEqual([
      true,
      '2026-03-16T23:00:00.000Z',
      '2026-03-21T23:00:00.000Z',
    ]);
    expect(text(holiday, 't:LegacyFreeBusyStatus')).toBe('OOF');
    const call = withSubject(items(ann, 'calendar'), 'Call with New York');
    expect(text(call, 't:Start')).toBe('2026-03-04T15:00:00.000Z');
    expect(child(call.element, 't:StartTimeZone')?.attributes).toMatchObject({ Id: 'Eastern Standard Time' });
  });

  it('makes contacts and tasks', () => {
    expect(items(ann, 'contacts').map((item) => [text(item, 't:DisplayName'), text(item, 't:CompanyName')])).toEqual([
      ['Ines Moreau', 'Acme'],
    ]);
    expect(
      items(ann, 'tasks').map((item) => [
        text(item, 't:Subject'),
        text(item, 't:DueDate'),
        text(item, 't:PercentComplete'),
      ]),
    ).toEqual([['Pack the order', '2026-03-04T00:00:00.000Z', '50']]);
  });

  it('makes the same organisation of the same file at the same time', () => {
    const written = (seed: SeedOrganization): string => JSON.stringify(seed.mailboxes.map(({ root }) => root()));
    expect(written(readSeedFile(example, now))).toBe(written(organization));
  });
});

describe('A seed file', () => {
  it('moves and deletes occurrences of a series', () => {
    const event = {
      subject: 'Club',
      start: '2026-03-04 19:00',
      recurrence: 'FREQ=WEEKLY;COUNT=5',
      skips: ['2026-03-11'],
      changes: [{ on: '2026-03-18', start: '2026-03-19 20:00', location: 'Hall' }],
    };
    const seed = readSeedFile(JSON.stringify({ mailboxes: [{ address: 'eve@example.test', calendar: [event] }] }), now);
    const [club] = items(mailboxOf(seed, 'eve'), 'calendar');
    expect(club?.deletedOccurrences).toEqual(['2026-03-11T19:00:00.000Z']);
    expect(club?.exceptions?.map(({ originalStart }) => originalStart)).toEqual(['2026-03-18T19:00:00.000Z']);
    const [moved] = club?.exceptions ?? [];
    expect(moved && [childText(moved.element, 't:Start'), childText(moved.element, 't:Location')]).toEqual([
      '2026-03-19T20:00:00.000Z',
      'Hall',
    ]);
  });

  const mailbox = (rest: object): unknown => ({ mailboxes: [{ address: 'eve@example.test', ...rest }] });
  const inbox = (...messages: readonly object[]): unknown =>
    mailbox({ folders: { inbox: messages.map((message) => ({ from: 'a@b.example', ...message })) } });
  const calendar = (event: object): unknown => mailbox({ calendar: [{ start: 'now', ...event }] });

  it.each<[string, unknown, string]>([
    ['no mailboxes', { mailboxes: [] }, 'mailboxes must be one mailbox at least'],
    ['a list', [], 'must be an object'],
    ['a word that it does not know', mailbox({ adress: 'x' }), 'mailboxes[0].adress is not known here'],
    ['no address', { mailboxes: [{ address: 'eve' }] }, 'mailboxes[0].address must be an address such as'],
    ['a moment that is none', inbox({ date: '2026-02-30' }), 'mailboxes[0].folders.inbox[0].date must be a moment'],
    [
      'a mistake in a folder with numbers',
      mailbox({ folders: { 'A b': { messages: [{ to: 'x' }] } } }),
      'mailboxes[0].folders["A b"].messages[0].to must be a list',
    ],
    [
      'a folder that is neither',
      mailbox({ folders: { inbox: 5 } }),
      'mailboxes[0].folders.inbox must be a list of messages, or an object',
    ],
    [
      'a folder below one that has none',
      mailbox({ folders: { 'sent/x': [] } }),
      'mailboxes[0].folders["sent/x"] must be inbox, sent,',
    ],
    ['two bodies', inbox({ text: 'a', html: 'b' }), 'mailboxes[0].folders.inbox[0].html must not stand beside text'],
    [
      'an attachment without content',
      inbox({ attachments: [{ name: 'x' }] }),
      'attachments[0].base64 must be there, or text',
    ],
    [
      'base64 that is none',
      inbox({ attachments: [{ name: 'x', base64: '*' }] }),
      'attachments[0].base64 must be base64',
    ],
    ['a message of nobody', mailbox({ folders: { inbox: [{}] } }), 'mailboxes[0].folders.inbox[0].from must be there'],
    ['an id twice', inbox({ id: 'x' }, { id: 'x' }), 'mailboxes[0].folders.inbox[1].id must be the only one'],
    [
      'an answer to nothing',
      inbox({ answers: 'x' }),
      'mailboxes[0].folders.inbox[0].answers must be the id of a message',
    ],
    [
      'answers in a circle',
      inbox({ id: 'x', answers: 'y' }, { id: 'y', answers: 'x' }),
      'folders.inbox[0].answers must not lead back',
    ],
    [
      'an address twice',
      mailbox({ aliases: ['Eve@example.test'] }),
      'mailboxes[0].aliases[0] must be the only eve@example.test',
    ],
    [
      'a member that there is not',
      { ...(mailbox({}) as object), groups: [{ address: 'g@example.test', members: ['x@example.test'] }] },
      'groups[0].members[0] must be the address of',
    ],
    [
      'a time zone that there is not',
      calendar({ timeZone: 'Mars' }),
      'mailboxes[0].calendar[0].timeZone must be a time zone',
    ],
    [
      'a rule that Exchange cannot keep',
      calendar({ recurrence: 'FREQ=HOURLY' }),
      'mailboxes[0].calendar[0].recurrence must be a recurrence rule',
    ],
    [
      'a rule that never comes',
      calendar({ recurrence: 'FREQ=DAILY;UNTIL=20200101' }),
      'calendar[0].recurrence must fall on one day at least',
    ],
    [
      'a day beside the series',
      calendar({ start: '2026-03-04', recurrence: 'FREQ=WEEKLY', skips: ['2026-03-05'] }),
      'calendar[0].skips[0] must be a day of the series',
    ],
    [
      'deleted days without a rule',
      calendar({ skips: ['now'] }),
      'mailboxes[0].calendar[0].recurrence must be there with skips',
    ],
    [
      'an attendee who is nobody',
      calendar({ attendees: [{ who: 'Bob' }] }),
      'mailboxes[0].calendar[0].attendees[0].who must be a person',
    ],
    [
      'minutes of whole days',
      calendar({ allDay: true, minutes: 5 }),
      'mailboxes[0].calendar[0].minutes must be left out',
    ],
    [
      'more than can be held',
      mailbox({ folders: { inbox: { generate: 1e9 } } }),
      'folders.inbox.generate must be a whole number from 0 to 500000',
    ],
  ])('is refused with its place for %s', (_name, file, message) => {
    expect(() => readSeedFile(JSON.stringify(file), now)).toThrow(message);
  });

  it('that is not JSON is refused with line and column, and one with several mistakes with each', () => {
    expect(() => readSeedFile('{\n  "mailboxes" 1\n}', now)).toThrow('is not JSON, line 2, column 15: Expected');
    const wrong = mailbox({ kind: 'robot', calendar: [{ start: 'soon' }] });
    expect(() => readSeedFile(JSON.stringify(wrong), now)).toThrow(
      /^mailboxes\[0\]\.kind must be user, room or equipment\n {2}mailboxes\[0\]\.calendar\[0\]\.start must be a moment/,
    );
  });
});

describeWithWitness('The items of a seed file', (witnesses) => {
  it('are valid against the schema of Exchange2010_SP2', async () => {
    const elements = organization.mailboxes.flatMap(({ root }) =>
      folders(root()).flatMap((one) => one.items.slice(-20).flatMap(allElements)),
    );
    expect(elements.length).toBeGreaterThan(40);
    expect(await schemaErrors(witnesses, [getItemAnswer(elements)])).toEqual([]);
  });
});
