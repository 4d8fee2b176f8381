/**
 * Who may see what, once more: written from the section "The policy file" of docs/security.md and from issue 3, and sharing nothing with the code that decides.
 * Where the two differ, one of them is wrong.
 */

/** What an answer is, as far as the policy goes. */
export type Verdict = 'visible' | 'FORBIDDEN' | 'NOT_FOUND' | 'UNAUTHENTICATED';

/** A policy file as an operator writes it. */
export interface WrittenPolicy {
  readonly apiKeys: Readonly<Record<string, { readonly sha256: string; readonly expires?: string }>>;
  readonly grants: readonly {
    readonly to: Readonly<Record<string, string | true>>;
    readonly mailboxes?: readonly string[];
    readonly permissions: readonly string[];
  }[];
}

/** Who asks: with a good token that says this, with a good key of this name, or with nothing that is any good. */
export type Asker =
  | { readonly token: Readonly<Record<string, unknown>> & { readonly sub: string; readonly email?: string } }
  | { readonly key: string }
  | { readonly stranger: string };

const contents = ['READ_MESSAGES', 'READ_CALENDAR', 'READ_CONTACTS'];
/** The table of docs/security.md, read the other way round: which permissions show it. Messages and events each with what is said about them, and whole. */
const shownBy = {
  aboutMail: ['READ_METADATA', 'READ_MESSAGES'],
  mail: ['READ_MESSAGES'],
  aboutEvents: ['READ_METADATA', 'READ_CALENDAR'],
  events: ['READ_CALENDAR'],
  contacts: ['READ_CONTACTS'],
  /** Who else gets into the mailbox. */
  aboutAccess: ['READ_METADATA', 'MANAGE_SETTINGS'],
  /** How it treats mail: automatic replies and rules. */
  aboutSettings: ['READ_MESSAGES', 'MANAGE_SETTINGS'],
  /** Something of an item whose kind is not known before the mail server says it, and its content. */
  aboutSomething: ['READ_METADATA', ...contents],
  something: contents,
  /** What may be written is not shown: a mutation that was done tells so, and nothing else. */
  writesMail: ['WRITE_MESSAGES'],
  writesEvents: ['WRITE_CALENDAR'],
  writesContacts: ['WRITE_CONTACTS'],
  writesSettings: ['MANAGE_SETTINGS'],
  sends: ['SEND'],
  deletesForGood: ['DELETE_PERMANENTLY'],
  /** Shows the jobs and works them. */
  exports: ['EXPORT'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A kind of knowledge that an operation gives, or of change that it makes; `gateway` is that of its own state. */
export type Shown = keyof typeof shownBy | 'gateway';

const claim = (token: object, name: string): unknown =>
  name.split('.').reduce((value: unknown, part) => (value as Record<string, unknown> | undefined)?.[part], token);

/** Permissions of the asker on a mailbox, by an address in lower case; without one: on anything. */
const held = ({ grants }: WrittenPolicy, asker: Asker, address?: string): ReadonlySet<string> => {
  const concerned = grants.filter(({ to }) => {
    if ('key' in asker || 'stranger' in asker) return 'key' in asker && to['apiKey'] === asker.key;
    if ('claim' in to) return [claim(asker.token, String(to['claim']))].flat().includes(to['is']);
    return 'everyone' in to || to['subject'] === asker.token.sub;
  });
  const own = 'token' in asker ? asker.token.email?.toLowerCase() : undefined;
  const isCovered = (pattern: string): boolean =>
    address === (pattern === 'own' ? own : pattern) ||
    (pattern.startsWith('*') && !!address?.endsWith(pattern.slice(1)));
  return new Set(
    concerned
      .filter(({ mailboxes = [] }) => address === undefined || mailboxes.some((one) => isCovered(one.toLowerCase())))
      .flatMap((grant) => grant.permissions),
  );
};

/** Whether the asker may know of a mailbox: ADMIN is no permission on any. */
export const mayKnow = (policy: WrittenPolicy, asker: Asker, address: string): boolean =>
  [...held(policy, asker, address.toLowerCase())].some((permission) => permission !== 'ADMIN');

/** What the asker gets. `primary`: the mailbox that the address is one of; undefined when there is none, or the role may not open it. */
export const verdictOn = (
  policy: WrittenPolicy,
  asker: Asker,
  { address, primary }: { readonly address: string; readonly primary: string | undefined },
  shows: readonly Shown[],
): Verdict => {
  if ('stranger' in asker) return 'UNAUTHENTICATED';
  if (shows.includes('gateway')) return held(policy, asker).has('ADMIN') ? 'visible' : 'FORBIDDEN';
  if (primary === undefined || ![address, primary].every((name) => mayKnow(policy, asker, name))) return 'NOT_FOUND';
  const permitted = held(policy, asker, primary);
  const isShown = (shown: Shown): boolean =>
    shown !== 'gateway' && shownBy[shown].some((permission) => permitted.has(permission));
  return shows.every(isShown) ? 'visible' : 'FORBIDDEN';
};
