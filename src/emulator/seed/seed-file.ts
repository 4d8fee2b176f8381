import { ianaZone } from '../calendar/time-zone.ts';
import { jsonMistakes, readJson, tellMistake } from '../json-mistake.ts';
import type { SeedOrganization } from '../store/model.ts';
import { calendarItem } from './calendar-item.ts';
import { mailboxOf } from './mailbox.ts';
import { organizationId as demoOrganizationId } from './people.ts';
import { seedContents } from './seed-file-contents.ts';
import { seedEvents } from './seed-file-events.ts';
import { namedMessages } from './seed-file-mail.ts';
import { seedPeople } from './seed-file-people.ts';
import { referenceProblems } from './seed-file-references.ts';
import { type SeedFile, seedFile, windowsZone } from './seed-file-schema.ts';

/**
 * Reads a seed file: JSON that tells mailboxes and what is in them; docs/emulator.md has an example of everything. Moments such as `-2d` are counted from
 * `now`. Equal files and moments make equal organisations. Throws Error, whose message tells every mistake and its place
 * (`mailboxes[0].folders.inbox[2].date`), one a line.
 */
export const readSeedFile = (text: string, now: Date): SeedOrganization => {
  const read = seedFile.safeParse(readJson(text));
  const problems = read.success
    ? referenceProblems(read.data, now.getTime())
    : jsonMistakes(read.error).map(tellMistake);
  if (read.success && problems.length === 0) return organizationOf(read.data, now.getTime());
  throw new Error(problems.join('\n  '));
};

const organizationOf = (file: SeedFile, now: number): SeedOrganization => {
  const people = seedPeople(file);
  const zone = windowsZone(file.timeZone) ?? 'UTC';
  const sources = { people, clock: { now, zone: ianaZone(zone) }, named: namedMessages(file) };
  const events = seedEvents(file, people, now);
  return {
    organizationId: file.organizationId ?? demoOrganizationId,
    mailboxes: file.mailboxes.flatMap((entry) => {
      const owner = people.memberAt(entry.address);
      if (owner === undefined) return [];
      const calendar = (): Parameters<typeof calendarItem>[0][] =>
        events.filter((placed) => placed.owner === owner).map(({ event }) => event);
      return mailboxOf(
        owner,
        () => ({
          ...seedContents(entry, owner, sources),
          calendar: calendar().map((event) => calendarItem(event, owner)),
        }),
        zone,
      );
    }),
    groups: file.groups.map(({ address, name, members }) => ({ address, displayName: name ?? address, members })),
    closedToRoles: file.mailboxes.filter(({ closedToRoles }) => closedToRoles).map(({ address }) => address),
  };
};
