import { type MailboxEntry, readPerson, type SeedFile } from './seed-file-schema.ts';
import type { Member, Person } from './people.ts';

/** Who a seed file knows. */
export interface SeedPeople {
  readonly members: readonly Member[];
  /** Whom a text such as `Ann <ann@example.test>` means: a member, a group, or somebody outside. The same address is always the same object. */
  readonly person: (text: string) => Person;
  /** The member of a primary or other address. */
  readonly memberAt: (address: string) => Member | undefined;
}

/** The people of a seed file. */
export const seedPeople = ({ mailboxes, groups }: SeedFile): SeedPeople => {
  const members = mailboxes.map(memberOf);
  const byAddress = new Map(
    members.flatMap((member) => addressesOf(member).map((address) => [address, member] as const)),
  );
  const others = new Map<string, Person>(
    groups.map(({ address, name = localPart(address) }) => [address, { name, address, isGroup: true }]),
  );
  return {
    members,
    memberAt: (address) => byAddress.get(address),
    person: (text) => {
      const { address = text, name = address } = readPerson(text) ?? {};
      const known = byAddress.get(address) ?? others.get(address);
      if (known !== undefined) return known;
      const other = { name, address };
      others.set(address, other);
      return other;
    },
  };
};

/** The password of Basic authentication where a seed file gives none. */
const defaultPassword = (address: string): string => `${localPart(address)}-demo-password`;

const kinds = { user: 'USER', room: 'ROOM', equipment: 'EQUIPMENT' } as const;

const memberOf = ({ address, name, password, aliases, kind }: MailboxEntry): Member => ({
  name: name ?? localPart(address),
  address,
  kind: kinds[kind],
  aliases,
  password: password ?? defaultPassword(address),
});

const addressesOf = ({ address, aliases }: Member): readonly string[] => [address, ...aliases];

const localPart = (address: string): string => address.slice(0, address.indexOf('@'));
