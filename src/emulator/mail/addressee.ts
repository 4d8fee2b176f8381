import { EmulatorError } from '../emulator-error.ts';
import type { Account, Owner, Store } from '../store/store.ts';
import { childText, node, type XmlNode } from '../xml/xml.ts';

/** Who an address of a message is, as the directory tells. */
export type Addressee =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'group'; readonly members: readonly string[] }
  /** An address of a domain of the organisation that nobody has. */
  | { readonly kind: 'unknown'; readonly address: string }
  | { readonly kind: 'external'; readonly address: string };

/** Finds whom an address means; aliases mean their owner. */
export const addressee = (store: Store, address: string): Addressee => {
  const wanted = address.trim().toLowerCase();
  const account = accountNamed(store, wanted);
  if (account !== undefined) return { kind: 'account', account };
  const group = store.groups.find((candidate) => candidate.address === wanted);
  if (group !== undefined) return { kind: 'group', members: group.members };
  const domain = wanted.slice(wanted.lastIndexOf('@'));
  const isInternal = [...store.accounts.keys()].some((known) => known.endsWith(domain));
  return { kind: isInternal ? 'unknown' : 'external', address: wanted };
};

/** Whether an address is one of the owner's own, the primary one or an alias. */
export const isAddressOf = ({ address, aliases }: Owner, wanted: string): boolean =>
  [address, ...aliases].includes(wanted.trim().toLowerCase());

/**
 * A t:Mailbox as it is kept: people and groups of the directory under their names there, strangers under the name given or their address.
 * Throws EmulatorError ErrorInvalidNameForNameResolution for somebody without an address.
 */
export const resolvedMailbox = (store: Store, mailbox: XmlNode): XmlNode => {
  const address = childText(mailbox, 't:EmailAddress')?.trim() ?? '';
  if (address === '') throw new EmulatorError('ErrorInvalidNameForNameResolution');
  const account = accountNamed(store, address.toLowerCase());
  if (account !== undefined) return ownerMailbox(account);
  const group = store.groups.find((candidate) => candidate.address === address.toLowerCase());
  const given = childText(mailbox, 't:Name')?.trim() ?? '';
  return group === undefined
    ? mailboxElement(given === '' ? address : given, address, 'OneOff')
    : mailboxElement(group.displayName, group.address, 'PublicDL');
};

/** The t:Mailbox of somebody of the directory. */
export const ownerMailbox = ({ displayName, address }: Owner): XmlNode =>
  mailboxElement(displayName, address, 'Mailbox');

/** What stands behind the name in t:DisplayTo and t:DisplayCc for a list of t:Mailbox or t:Attendee elements. */
export const displayNames = (mailboxes: readonly XmlNode[]): string =>
  mailboxes.map((mailbox) => childText(mailbox, 't:Name') ?? childText(mailbox, 't:EmailAddress') ?? '').join('; ');

const accountNamed = (store: Store, address: string): Account | undefined =>
  store.accounts.get(address) ?? [...store.accounts.values()].find(({ aliases }) => aliases.includes(address));

/** A t:Mailbox of these parts. `type`: a t:MailboxType. */
export const mailboxElement = (name: string, address: string, type: string): XmlNode =>
  node('t:Mailbox', [
    node('t:Name', name),
    node('t:EmailAddress', address),
    node('t:RoutingType', 'SMTP'),
    node('t:MailboxType', type),
  ]);
