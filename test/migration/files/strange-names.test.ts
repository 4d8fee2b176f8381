import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TimeZoneDefinition } from '../../../src/ews/properties/time-zone-definition.ts';
import { openFilesTarget } from '../../../src/migration/files/open-files-target.ts';
import { MailboxFailure } from '../../../src/migration/mailbox-failure.ts';
import { contact, event, file, folder, group, marked, message, task } from './portable-samples.ts';

const address = 'alice@example.test';

const newRoot = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'workmail-graphql-strange-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return root;
};

/** The value with every free text in it followed by a line end and a line of somebody else's; words of EWS stay. */
const withLines = <Value>(value: Value, end: string): Value => {
  if (typeof value === 'string')
    return (
      /^(?:\d{4}-|IPM|event$|contact|task$|file$|Text$|HTML$|[A-Z][A-Za-z]+$)/.test(value)
        ? value
        : `${value}${end}X-EVIL:1`
    ) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => withLines(one, end)) as Value;
  if (typeof value !== 'object' || value === null || 'stream' in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, unknown]) => [
      name,
      ['sha256', 'definition'].includes(name) ? one : withLines(one, end),
    ]),
  ) as Value;
};

const person = { name: 'ann', address: 'ann@example.test' };
const attendee = { mailbox: person, response: 'Accept' as const, respondedAt: undefined };
const definition: TimeZoneDefinition = {
  id: 'made up',
  name: 'made up',
  periods: [{ id: 'std', name: 'Standard', bias: '-PT1H30M' }],
  groups: [{ id: '0', transitions: [{ type: 'once', to: { kind: 'Period', id: 'std' } }] }],
  transitions: [{ type: 'once', to: { kind: 'Group', id: '0' } }],
};
const zone = { id: 'made up', name: 'made up', iana: undefined, definition };

const meeting = event({
  uid: 'planning',
  subject: 'planning',
  location: 'a room',
  categories: ['blue'],
  organizer: person,
  requiredAttendees: [attendee],
  resources: [attendee],
  startTimeZone: zone,
  endTimeZone: zone,
  attachments: [file('a.txt', 'a', { contentType: 'text/plain', contentId: 'a@b' })],
});
const ann = contact({
  displayName: 'ann',
  businessHomePage: 'http://example.test',
  birthday: 'the first of may',
  emailAddresses: [{ key: 'first', address: 'ann@example.test', name: 'ann' }],
  phoneNumbers: [{ key: 'at work', value: '1' }],
  imAddresses: [{ key: 'at work', value: 'im:ann' }],
  attachments: [file('a.txt', 'a')],
});
const team = group({ displayName: 'the team', members: [person] });
const call = task({ subject: 'call', owner: 'ann', companies: ['acme'], contacts: ['bob'] });

describe('names that somebody else has chosen', () => {
  it.each(['\r\n', '\n', '\r', '\u0085', '\u2028', '\u2029'])(
    'begin no line of their own in a file (%j)',
    async (end) => {
      const root = await newRoot();
      const mailbox = await openFilesTarget({ root }).open(address, { isDryRun: false });
      const place = await mailbox.make(folder([`a${end}X-EVIL:1`], { kind: 'calendar' }), undefined);
      const items = [meeting, ann, team, call].map((item, index) => marked(`item ${index}`, withLines(item, end)));
      for (const answer of await mailbox.write(place, items))
        expect(answer).toMatchObject({ losses: expect.any(Array) as [] });
      await mailbox.finish(new Set());

      const names = (await readdir(root, { recursive: true })).filter((name) => /\.(?:ics|vcf)$/.test(name));
      expect(names).toHaveLength(3);
      for (const name of names) {
        const text = await readFile(join(root, name), 'utf8');
        expect(text).toContain('X-EVIL');
        expect(text.split(/[\r\n\u0085\u2028\u2029\v\f]+/).filter((line) => line.startsWith('X-EVIL'))).toEqual([]);
      }
    },
  );

  it('lead out of the folder of the export in no way, nor do they hide in it', async () => {
    const root = await newRoot();
    const mailbox = await openFilesTarget({ root: join(root, 'export') }).open(address, { isDryRun: false });
    const strange = ['..', '.', '../../x', '/etc', 'C:\\x', 'a/../../b', '\u0000', '', 'CON', `${'ü'.repeat(400)}/..`];
    for (const [index, name] of strange.entries()) {
      const at = await mailbox.make(folder([name], { name }), undefined);
      const inner = await mailbox.make(folder([name, '..'], { name: '..' }), at);
      const attached = event({ attachments: [file(`${name}/../../../x`, 'y'.repeat(300_000))] });
      await mailbox.write(inner, [
        marked(`mail ${index}`, message(`Subject: ${index}\n\n`)),
        marked(`event ${index}`, attached),
      ]);
    }
    await mailbox.finish(new Set());
    expect(await readdir(root)).toEqual(['export']);
    expect(await readdir(join(root, 'export'))).toEqual([address]);
    const top = await readdir(join(root, 'export', address));
    expect(top.toSorted()).toEqual(['.export', 'calendar', 'folders.json', 'mail', 'manifest.json', 'messages.jsonl']);
  });

  it.each([
    ['mail', '../../elsewhere'],
    ['mail', 'mail/../../elsewhere'],
    ['mail', '/elsewhere'],
    ['calendar', 'calendar/../../elsewhere.ics'],
    ['id', '../../../elsewhere'],
  ])('lead nowhere when somebody has written them into folders.json: %s %s', async (field, value) => {
    const root = await newRoot();
    const target = openFilesTarget({ root });
    const mailbox = await target.open(address, { isDryRun: false });
    await mailbox.write(await mailbox.make(folder(['Acme']), undefined), [marked('mail', message('Subject: x\n\n'))]);
    const path = join(root, address, 'folders.json');
    const register = JSON.parse(await readFile(path, 'utf8')) as { folders: Record<string, unknown>[] };
    Object.assign(register.folders[0] ?? {}, { [field]: value });
    await writeFile(path, JSON.stringify(register));
    await expect(target.open(address, { isDryRun: false })).rejects.toThrow(MailboxFailure);
  });
});
