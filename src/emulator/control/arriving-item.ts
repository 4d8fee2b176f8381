import type { Emulator } from '../emulator.ts';
import type { SeedItem } from '../store/model.ts';
import type { Member, Person } from '../seed/people.ts';
import { seedMail } from '../seed/seed-file-mail.ts';
import { type MessageEntry, readPerson } from '../seed/seed-file-schema.ts';

/** The item that a message becomes in somebody's mailbox. It arrives now, by the emulator's clock, unless it tells a date. */
export const arrivingItem = (
  message: MessageEntry,
  owner: Member,
  { clock, mailboxes }: Pick<Emulator, 'clock' | 'mailboxes'>,
): SeedItem => {
  const memberAt = (address: string): Member | undefined =>
    mailboxes.find((member) => member.address === address || member.aliases.includes(address));
  const person = (text: string): Person => {
    const { address = text, name = address } = readPerson(text) ?? {};
    return memberAt(address) ?? { name, address };
  };
  const people = { members: mailboxes, person, memberAt };
  const [item] = seedMail(
    [{ ...message, date: message.date ?? 'now' }],
    { owner, path: 'inbox' },
    { people, clock: { now: clock.now(), zone: 'UTC' }, named: new Map() },
  );
  if (item === undefined) throw new Error('a message that became nothing');
  return item;
};
