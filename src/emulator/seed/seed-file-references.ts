import { eventDay, seriesDays } from './seed-file-events.ts';
import { answeredMessages, namedMessages } from './seed-file-mail.ts';
import { jsonMistake, tellMistake } from '../json-mistake.ts';
import type { EventEntry, MailboxEntry, SeedFile } from './seed-file-schema.ts';

type Path = readonly PropertyKey[];

/** What is wrong between the parts of a seed file, each of which is right by itself. `now`: milliseconds since 1970. */
export const referenceProblems = (file: SeedFile, now: number): readonly string[] => [
  ...addressProblems(file),
  ...memberProblems(file),
  ...messageProblems(file),
  ...file.mailboxes.flatMap(({ calendar }, mailbox) =>
    calendar.flatMap((event, index) =>
      seriesProblems(event, ['mailboxes', mailbox, 'calendar', index], { zone: file.timeZone, now }),
    ),
  ),
];

const addressProblems = ({ mailboxes, groups }: SeedFile): readonly string[] => {
  const all: readonly (readonly [Path, string])[] = [
    ...mailboxes.flatMap(({ address, aliases }, index) => [
      [['mailboxes', index, 'address'], address] as const,
      ...aliases.map((alias, place) => [['mailboxes', index, 'aliases', place], alias] as const),
    ]),
    ...groups.map(({ address }, index) => [['groups', index, 'address'], address] as const),
  ];
  const seen = new Set<string>();
  return all.flatMap(([path, address]) => {
    if (seen.has(address)) return [problem(path, `must be the only ${address}`)];
    seen.add(address);
    return [];
  });
};

const memberProblems = ({ mailboxes, groups }: SeedFile): readonly string[] => {
  const known = new Set([...mailboxes, ...groups].map(({ address }) => address));
  return groups.flatMap(({ members }, group) =>
    members.flatMap((member, index) =>
      known.has(member)
        ? []
        : [problem(['groups', group, 'members', index], 'must be the address of a mailbox or a group')],
    ),
  );
};

const messageProblems = (file: SeedFile): readonly string[] => {
  const named = namedMessages(file);
  return file.mailboxes.flatMap((mailbox, number) => {
    const seen = new Set<string>();
    return messagesIn(mailbox).flatMap(({ message, folder, place }) => {
      const path = ['mailboxes', number, 'folders', folder, ...place];
      const problems: string[] = [];
      if (message.from === undefined && folder !== 'sent' && folder !== 'drafts') {
        problems.push(problem([...path, 'from'], 'must be there, except in sent and drafts'));
      }
      if (message.id !== undefined && seen.has(message.id)) {
        problems.push(problem([...path, 'id'], 'must be the only one of its mailbox'));
      }
      if (message.id !== undefined) seen.add(message.id);
      if (message.answers !== undefined && !named.has(message.answers)) {
        problems.push(problem([...path, 'answers'], 'must be the id of a message'));
      } else if (answeredMessages(message, named) === undefined) {
        problems.push(problem([...path, 'answers'], 'must not lead back to this message'));
      }
      return problems;
    });
  });
};

const messagesIn = ({ folders }: MailboxEntry) =>
  Object.entries(folders).flatMap(([folder, { messages, place }]) =>
    messages.map((message, index) => ({ message, folder, place: [...place, index] })),
  );

const seriesProblems = (
  event: EventEntry,
  path: Path,
  clock: { readonly zone: string; readonly now: number },
): readonly string[] => {
  const days = seriesDays(event, clock);
  if (days === undefined) return [];
  if (days.first === undefined) return [problem([...path, 'recurrence'], 'must fall on one day at least')];
  const isOff = (moment: string): boolean => !days.includes(eventDay(event, moment, clock));
  const notOne = 'must be a day of the series';
  return [
    ...(event.skips ?? []).flatMap((day, index) => (isOff(day) ? [problem([...path, 'skips', index], notOne)] : [])),
    ...(event.changes ?? []).flatMap(({ on }, index) =>
      isOff(on) ? [problem([...path, 'changes', index, 'on'], notOne)] : [],
    ),
  ];
};

const problem = (path: readonly PropertyKey[], message: string): string => tellMistake(jsonMistake(path, message));
