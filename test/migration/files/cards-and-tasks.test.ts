import { convertIcsTodo } from 'ts-ics';
import VCard from 'vcf';
import { describe, expect, it } from 'vitest';
import { attachmentWriter } from '../../../src/migration/files/attachments.ts';
import { contactCard, groupCard } from '../../../src/migration/files/contact-card.ts';
import { taskComponent } from '../../../src/migration/files/task-component.ts';
import { writtenPart } from '../../../src/migration/files/written-part.ts';
import type { PortableTask } from '../../../src/migration/portable/portable-task.ts';
import { contact, file, group, task } from './portable-samples.ts';
import { unfolded } from './read-calendar.ts';

const mark = 'mark';
const attachments = attachmentWriter(mark, (name) => Promise.resolve(`attachments/${name}`));

const readCard = (text: string): VCard => {
  const [card] = VCard.parse(text);
  if (card === undefined) throw new Error('There is no card');
  expect(card.version).toBe('3.0');
  return card;
};

/** The values of a property, as vcf reads them, without their escapes. */
const values = (card: VCard, name: string): readonly string[] =>
  [card.get(name) ?? []].flat().map((property) =>
    String(property.valueOf())
      .replace(/\\([\\;,])/g, '$1')
      .replaceAll('\\n', '\n'),
  );

/** Each value with its types and EWS's key. */
const typed = (card: VCard, name: string): readonly unknown[] =>
  [card.get(name) ?? []].flat().map((property) => {
    const { type, xEwsKey } = property as unknown as { readonly type?: unknown; readonly xEwsKey?: string };
    return [xEwsKey, type, String(property.valueOf())];
  });

describe('a contact as a card', () => {
  it('holds all that is known of somebody', async () => {
    const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
    const card = readCard(
      await contactCard(
        contact({
          displayName: 'Dr. Zoë Ångström-Nuñez Jr.',
          fileAs: 'Ångström-Nuñez, Zoë',
          title: 'Dr.',
          givenName: 'Zoë',
          middleName: 'Q; R',
          surname: 'Ångström-Nuñez',
          suffix: 'Jr.',
          nickname: 'Zo',
          initials: 'Z.Å.',
          companyName: 'Acme, Inc.; Tools',
          department: 'R&D',
          jobTitle: 'Engineer',
          profession: 'Chemist',
          officeLocation: 'B 12',
          manager: 'Ann Archer',
          assistantName: 'Bob Baker',
          spouseName: 'Sam',
          children: ['Kim', 'Lee'],
          businessHomePage: 'https://example.test/zoe?a=1;b=2',
          birthday: '1980-02-29',
          weddingAnniversary: '2005-06-07',
          emailAddresses: [
            { key: 'EmailAddress1', address: 'zoe@example.test', name: 'Zoë' },
            { key: 'EmailAddress3', address: 'zoe@home.test' },
          ],
          phoneNumbers: [
            { key: 'BusinessPhone', value: '+49 30 1234' },
            { key: 'MobilePhone', value: '+49 170 1' },
            { key: 'HomeFax', value: '030/5; ext 2' },
            { key: 'TtyTddPhone', value: '99' },
          ],
          imAddresses: [{ key: 'ImAddress1', value: 'zoe@chat.test' }],
          physicalAddresses: [
            {
              key: 'Business',
              street: '1 Main St\r\nFloor 2',
              city: 'Berlin',
              state: 'BE',
              postalCode: '10115',
              country: 'Germany',
            },
            { key: 'Home', city: 'Uppsala' },
          ],
          mailingAddress: 'Business',
          categories: ['Friends', 'A, B'],
          sensitivity: 'Private',
          body: { type: 'Text', content: 'First; line\r\nsecond, line' },
          photo: file('photo.jpg', photo, { contentType: 'image/jpeg' }),
        }),
        { mark, attachments },
      ),
    );

    expect(values(card, 'fn')).toEqual(['Dr. Zoë Ångström-Nuñez Jr.']);
    expect(card.get('n').valueOf()).toBe('Ångström-Nuñez;Zoë;Q\\; R;Dr.;Jr.');
    expect(card.get('org').valueOf()).toBe('Acme\\, Inc.\\; Tools;R&D');
    expect([values(card, 'nickname'), values(card, 'title'), values(card, 'role')]).toEqual([
      ['Zo'],
      ['Engineer'],
      ['Chemist'],
    ]);
    expect(typed(card, 'email')).toEqual([
      ['EmailAddress1', ['internet', 'pref'], 'zoe@example.test'],
      ['EmailAddress3', 'internet', 'zoe@home.test'],
    ]);
    expect(typed(card, 'tel')).toEqual([
      ['BusinessPhone', ['work', 'voice', 'pref'], '+49 30 1234'],
      ['MobilePhone', ['cell', 'voice'], '+49 170 1'],
      ['HomeFax', ['home', 'fax'], '030/5\\; ext 2'],
      ['TtyTddPhone', 'voice', '99'],
    ]);
    expect(typed(card, 'adr')).toEqual([
      ['Business', ['work', 'pref'], ';;1 Main St\\nFloor 2;Berlin;BE;10115;Germany'],
      ['Home', 'home', ';;;Uppsala;;;'],
    ]);
    expect(values(card, 'impp')).toEqual(['im:zoe@chat.test']);
    expect(values(card, 'url')).toEqual(['https://example.test/zoe?a=1;b=2']);
    expect(values(card, 'bday')).toEqual(['19800229']);
    expect(values(card, 'xAnniversary')).toEqual(['2005-06-07']);
    expect(values(card, 'note')).toEqual(['First; line\nsecond, line']);
    expect(values(card, 'categories')).toEqual(['Friends,A, B']);
    expect(values(card, 'class')).toEqual(['PRIVATE']);
    expect(values(card, 'sortString')).toEqual(['Ångström-Nuñez, Zoë']);
    expect([
      values(card, 'xMsManager'),
      values(card, 'xMsAssistant'),
      values(card, 'xMsSpouse'),
      values(card, 'xMsChild'),
    ]).toEqual([['Ann Archer'], ['Bob Baker'], ['Sam'], ['Kim', 'Lee']]);
    expect(Buffer.from(card.get('photo').valueOf() as unknown as string, 'base64')).toEqual(photo);
    expect(card.get('photo')).toMatchObject({ encoding: 'b', type: 'jpeg' });
    expect(values(card, 'uid')).toEqual([mark]);
  });

  it('has a name though nobody gave it one', async () => {
    const named = async (more: Parameters<typeof contact>[0]): Promise<readonly string[]> =>
      values(readCard(await contactCard(contact(more), { mark, attachments })), 'fn');

    expect(await named({ emailAddresses: [{ key: 'EmailAddress1', address: 'x@example.test' }] })).toEqual([
      'x@example.test',
    ]);
    expect(await named({ companyName: 'Acme' })).toEqual(['Acme']);
    expect(await named({})).toEqual(['Unnamed']);
  });

  it('is a group with its members', async () => {
    const card = readCard(
      await groupCard(
        group({ displayName: 'Team', members: [{ name: 'Ann', address: 'ann@example.test' }, { name: 'Inside' }] }),
        {
          mark,
          attachments,
        },
      ),
    );

    expect([values(card, 'fn'), values(card, 'xAddressbookserverKind')]).toEqual([['Team'], ['group']]);
    expect(values(card, 'xAddressbookserverMember')).toEqual(['mailto:ann@example.test', 'invalid:nomail']);
  });
});

describe('a task', () => {
  const written = async (more: Partial<PortableTask>): Promise<string> =>
    (await taskComponent(task(more), { mark, attachments })).text;

  it('holds its dates, how far it is, and when to be reminded', async () => {
    const text = await written({
      subject: 'Report; quarterly',
      startDate: '2026-03-01',
      dueDate: '2026-03-31',
      status: 'WaitingOnOthers',
      percentComplete: 40,
      reminderAt: '2026-03-30T08:00:00Z',
      contacts: ['Ann Archer'],
      totalWork: 120,
      body: { type: 'Text', content: 'Ask Ann' },
    });

    const [plain = ''] = text.split('BEGIN:VALARM');
    expect(convertIcsTodo(undefined, `${plain}END:VTODO\r\n`)).toMatchObject({
      uid: mark,
      summary: 'Report; quarterly',
      description: 'Ask Ann',
      start: { type: 'DATE', date: new Date('2026-03-01') },
      due: { type: 'DATE', date: new Date('2026-03-31') },
      status: 'NEEDS-ACTION',
    });
    expect(unfolded(text)).toEqual(
      expect.arrayContaining([
        'PERCENT-COMPLETE:40',
        'X-EWS-STATUS:WaitingOnOthers',
        'X-EWS-TOTAL-WORK-MINUTES:120',
        'CONTACT:Ann Archer',
        'TRIGGER;VALUE=DATE-TIME:20260330T080000Z',
      ]),
    );
  });

  it('comes again by a rule, or tells that its rule cannot be kept', async () => {
    const range = { type: 'NoEnd', startDate: '2026-03-02' } as const;
    const weekly = task({ recurrence: { pattern: { type: 'Weekly', interval: 1, daysOfWeek: ['Monday'] }, range } });
    const afterwards = task({ recurrence: { pattern: { type: 'WeeklyRegeneration', interval: 2 }, range } });
    const surroundings = { owner: 'alice@example.test', mark, attachments };

    const [kept, lost] = [await writtenPart(weekly, surroundings), await writtenPart(afterwards, surroundings)];
    expect(unfolded(kept.text)).toEqual(
      expect.arrayContaining(['DTSTART;VALUE=DATE:20260302', 'RRULE:FREQ=WEEKLY;BYDAY=MO']),
    );
    expect(kept.losses).toEqual([]);
    expect(unfolded(lost.text).some((line) => line.startsWith('RRULE'))).toBe(false);
    expect(lost.losses).toEqual([expect.stringContaining('comes again after it is done')]);
  });
});
