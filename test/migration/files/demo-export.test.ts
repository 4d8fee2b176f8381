import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import VCard from 'vcf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { findItem } from '../../../src/ews/operations/find-item.ts';
import { getItem } from '../../../src/ews/operations/get-item.ts';
import { calendarItemProperties } from '../../../src/ews/properties/calendar-item.ts';
import { contactProperties } from '../../../src/ews/properties/contact.ts';
import { itemId } from '../../../src/ews/properties/id.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import type { AnyProperty } from '../../../src/ews/properties/property.ts';
import { zoneNameOf } from '../../../src/ews/properties/time-zone.ts';
import { base64Element } from '../../../src/ews/stream.ts';
import { openFilesTarget } from '../../../src/migration/files/open-files-target.ts';
import { copyAll, startEmulatedSource, type CopiedFolder, type EmulatedSource } from './emulated-source.ts';
import { describeWithPython } from './python.ts';
import { inOrder, readOccurrences, unfolded } from './read-calendar.ts';
import { readMaildir } from './read-maildir.ts';

describe('the demo mailbox, exported', () => {
  let root: string;
  let emulated: EmulatedSource;
  let copied: readonly CopiedFolder[];
  let folder: string;
  /** Messages that are too long for an answer that is not streamed. */
  const large = new Set<string>();

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'workmail-graphql-export-'));
    emulated = await startEmulatedSource();
    const { source } = emulated;
    folder = join(root, source.address);
    copied = await copyAll(source, await openFilesTarget({ root }).open(source.address, { isDryRun: false }));
    for (const one of copied) {
      for await (const heads of source.heads(one.folder)) {
        for (const { id, size } of heads) if (size > 100_000) large.add(id);
      }
    }
    // Most of a mailbox is copied here, on a machine that may have other things to do.
  }, 240_000);
  afterAll(async () => {
    await emulated.close();
    await rm(root, { recursive: true, force: true });
  });

  /** Items of a folder as EWS answers them when it is asked by their ids. */
  const read = async ({ ids }: Pick<CopiedFolder, 'ids'>, wanted: readonly AnyProperty[]) => {
    const found = [];
    for (let start = 0; start < ids.length; start += 50) {
      const targets = ids.slice(start, start + 50).map((id) => ({ id: itemId(id) }));
      found.push(...(await emulated.opened.session.callEach(getItem, { ids: targets, wanted })));
    }
    return found.map((item) => {
      if (item instanceof EwsError) throw item;
      return item;
    });
  };
  /** Of the bytes that EWS gives. */
  const mimeHashes = async ({ ids }: CopiedFolder): Promise<ReadonlyMap<string, string>> => {
    const wanted = [messageProperties.mimeContent];
    const hashes = new Map<string, string>();
    for (const item of await read({ ids: ids.filter((id) => !large.has(id)) }, wanted)) {
      const { mimeContent = '' } = item.properties;
      hashes.set(item.id, createHash('sha256').update(Buffer.from(mimeContent, 'base64')).digest('hex'));
    }
    for (const id of ids.filter((one) => large.has(one))) {
      const answer = await emulated.opened.session.open(getItem, { ids: [{ id: itemId(id) }], wanted });
      const hash = createHash('sha256');
      for await (const piece of (await base64Element(answer, 'MimeContent')).content) hash.update(piece);
      hashes.set(id, hash.digest('hex'));
    }
    return hashes;
  };
  const withRole = (role: string): CopiedFolder => {
    const found = copied.find((one) => one.folder.role === role);
    if (found === undefined) throw new Error(`There is no ${role}`);
    return found;
  };

  describeWithPython('its mail, read by Python', () => {
    it('is what EWS gives as MimeContent, byte for byte, with flags and dates, in folders of the same names', async () => {
      const boxes = await readMaildir(join(folder, 'mail'));
      const register = JSON.parse(await readFile(join(folder, 'folders.json'), 'utf8')) as {
        readonly folders: readonly { readonly path: readonly string[]; readonly mail?: string }[];
      };
      let compared = 0;
      for (const one of copied.filter(({ folder: { kind } }) => kind === 'mail')) {
        const { mail = '' } = register.folders.find(({ path }) => path.join('/') === one.folder.path.join('/')) ?? {};
        const items = await read(one, [
          messageProperties.isRead,
          messageProperties.isDraft,
          messageProperties.receivedAt,
          messageProperties.flagStatus,
        ]);
        const hashes = await mimeHashes(one);
        const expected = [];
        for (const item of items) {
          if (item.type !== 'Message') throw new Error('Mail alone is expected here');
          const { isRead, isDraft, receivedAt = '', flagStatus } = item.properties;
          const flags = `${isDraft === true ? 'D' : ''}${flagStatus === 2 ? 'F' : ''}${isRead === true ? 'S' : ''}`;
          expected.push({ sha256: hashes.get(item.id) ?? '', flags, date: Math.floor(Date.parse(receivedAt) / 1000) });
        }
        const found = (boxes[mail.replace(/^mail(?:\/\.)?/, '')] ?? []).map(({ sha256, flags, date }) => {
          // What was answered or forwarded is told by a property that only the export asks for.
          return { sha256, flags: flags.replace(/[PR]/g, ''), date };
        });
        const byHash = (a: { sha256: string; date: number }, b: { sha256: string; date: number }): number =>
          `${a.sha256}${a.date}` < `${b.sha256}${b.date}` ? -1 : 1;
        expect([one.folder.path, found.toSorted(byHash)]).toEqual([one.folder.path, expected.toSorted(byHash)]);
        compared += found.length;
      }
      expect(compared).toBeGreaterThan(300);
    }, 240_000);
  });

  it('tells a calendar program what EWS shows in two years: every occurrence, moved, deleted and changed ones', async () => {
    const [from, to] = ['2025-06-01T00:00:00Z', '2027-06-01T00:00:00Z'];
    const { items } = await emulated.opened.session.call(findItem, {
      parents: [{ distinguished: 'calendar', mailbox: emulated.opened.address }],
      wanted: [
        calendarItemProperties.uid,
        calendarItemProperties.subject,
        calendarItemProperties.start,
        calendarItemProperties.end,
        calendarItemProperties.isAllDay,
        calendarItemProperties.location,
        calendarItemProperties.startTimeZone,
      ],
      view: { type: 'calendar', start: from, end: to },
    });
    const shown = items.flatMap((item) => {
      if (item.type !== 'CalendarItem') return [];
      const { uid, subject = '', start = '', end = '', isAllDay, location, startTimeZone } = item.properties;
      const zone = zoneNameOf(startTimeZone) ?? 'UTC';
      const day = (midnight: string): string =>
        Temporal.Instant.from(midnight).toZonedDateTimeISO(zone).toPlainDate().toString();
      return [
        { uid, subject, location, ...(isAllDay === true ? { start: day(start), end: day(end) } : { start, end }) },
      ];
    });

    const text = await readFile(join(folder, 'calendar', 'Calendar.ics'), 'utf8');
    const found = readOccurrences(text, { from, to }).map(({ uid, subject, start, end, event }) => {
      return { uid, subject, start, end, location: event.location };
    });

    expect(shown.length).toBeGreaterThan(300);
    expect(found).toEqual(shown.toSorted(inOrder));
  });

  it('has a card for everybody in the contacts', async () => {
    const contacts = await read(withRole('CONTACTS'), [
      contactProperties.displayName,
      contactProperties.emailAddresses,
    ]);
    const cards = VCard.parse(await readFile(join(folder, 'contacts', 'Contacts.vcf'), 'utf8'));

    const people = contacts.flatMap((item) => (item.type === 'Contact' ? [item.properties] : []));
    expect(people.length).toBeGreaterThan(5);
    const names = cards.map((card) => card.get('fn').valueOf());
    for (const { displayName = '', emailAddresses = [] } of people) {
      const card = cards[names.indexOf(displayName.replaceAll(',', '\\,').replaceAll(';', '\\;'))];
      expect([displayName, card === undefined]).toEqual([displayName, false]);
      const found = [card?.get('email') ?? []].flat().map((property) => property.valueOf());
      expect(found).toEqual(emailAddresses.map(({ address }) => address));
    }
  });

  it('is listed in its manifest, every file with its size and hash, and counted', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      readonly counts: Readonly<Record<string, number>>;
      readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
    };
    for (const { path, bytes, sha256 } of manifest.files) {
      const content = await readFile(join(folder, path));
      expect({ path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }).toEqual({
        path,
        bytes,
        sha256,
      });
    }
    const found = Object.values(manifest.counts).reduce((sum, count) => sum + count, 0);
    expect(found).toBe(copied.reduce((sum, { ids }) => sum + ids.length, copied.length));
    expect((await stat(join(folder, 'tasks', 'Tasks.ics'))).size).toBeGreaterThan(1000);
  });

  it('has no line that is longer than 75 octets or ends otherwise than both formats want', async () => {
    for (const name of ['calendar/Calendar.ics', 'contacts/Contacts.vcf', 'tasks/Tasks.ics']) {
      const text = await readFile(join(folder, name), 'utf8');
      const lines = text.split('\r\n');
      expect(lines.filter((line) => /[\r\n]/.test(line) || Buffer.byteLength(line) > 75)).toEqual([]);
      expect(lines.at(-1)).toBe('');
      expect(
        unfolded(text)
          .slice(0, -1)
          .filter((line) => !/^[A-Z0-9-]+[:;]/.test(line)),
      ).toEqual([]);
    }
  });

  it('is not written again by another run', async () => {
    const before = await readFile(join(folder, 'manifest.json'), 'utf8');
    await copyAll(emulated.source, await openFilesTarget({ root }).open(emulated.source.address, { isDryRun: false }));

    expect(await readFile(join(folder, 'manifest.json'), 'utf8')).toBe(before);
  });
});
