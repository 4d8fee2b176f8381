import { EmulatorError } from '../emulator-error.ts';
import { itemsIn } from '../store/folder-items.ts';
import { lookUpFolder } from '../store/lookup.ts';
import { type OperationContext, type OperationHandler, response, success, warning } from '../operation.ts';
import { shapeItem } from '../item/shape.ts';
import type { Owner, StoredItem } from '../store/store.ts';
import { child, childrenNamed, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/resolvenames-operation */
export const resolveNames: OperationHandler = (request, context) => {
  const entry = (childText(request, 'm:UnresolvedEntry') ?? '').trim();
  if (entry === '') throw new EmulatorError('ErrorInvalidArgument', 'UnresolvedEntry must not be empty.');
  const scope = request.attributes['SearchScope'] ?? 'ActiveDirectoryContacts';
  const isFull = isTrue(request.attributes['ReturnFullContactData']);
  const detail = isFull ? (request.attributes['ContactDataShape'] ?? 'AllProperties') : 'IdOnly';
  const sources: Readonly<Record<string, readonly (() => readonly Resolution[])[]>> = {
    ActiveDirectory: [() => directoryMatches(context, entry)],
    ActiveDirectoryContacts: [() => directoryMatches(context, entry), () => contactMatches(request, context, entry)],
    Contacts: [() => contactMatches(request, context, entry)],
    ContactsActiveDirectory: [() => contactMatches(request, context, entry), () => directoryMatches(context, entry)],
  };
  const found = (sources[scope] ?? []).flatMap((search) => search());
  if (found.length === 0) throw new EmulatorError('ErrorNameResolutionNoResults');
  const shown = found.slice(0, mostResolutions);
  const attributes = {
    TotalItemsInView: String(shown.length),
    IncludesLastItemInRange: String(shown.length === found.length),
  };
  const set = node(
    'm:ResolutionSet',
    attributes,
    shown.map((resolution) => resolutionElement(resolution, detail, context)),
  );
  return response('ResolveNames', [
    found.length === 1
      ? success('ResolveNames', [set])
      : warning('ResolveNames', new EmulatorError('ErrorNameResolutionMultipleResults'), [set]),
  ]);
};

const mostResolutions = 100;

/** Somebody who was found: in the directory, or in a contacts folder with an address. */
interface Resolution {
  readonly name: string;
  readonly address: string;
  readonly mailboxType: 'Mailbox' | 'PublicDL' | 'Contact';
  readonly contact: StoredItem | undefined;
}

/** Exchange's ambiguous name resolution: the start of any word of the name or of the address, with `smtp:` only of the address. */
const matches = (entry: string, name: string, addresses: readonly string[]): boolean => {
  const [, onlyAddress] = /^smtp:(.*)$/i.exec(entry) ?? [];
  const wanted = (onlyAddress ?? entry).toLowerCase();
  const isAddress = addresses.some((address) => address.toLowerCase().startsWith(wanted));
  if (onlyAddress !== undefined || isAddress) return isAddress;
  const words = name.toLowerCase().split(/[\s,]+/);
  return wanted.split(/[\s,]+/).every((part) => words.some((word) => word.startsWith(part)));
};

const directoryMatches = ({ store }: OperationContext, entry: string): readonly Resolution[] => {
  const accounts = [...store.accounts.values()]
    .filter(({ address, aliases, displayName }) => matches(entry, displayName, [address, ...aliases]))
    .map(fromDirectory);
  const groups = store.groups
    .filter(({ address, displayName }) => matches(entry, displayName, [address]))
    .map(({ address, displayName }): Resolution => ({
      name: displayName,
      address,
      mailboxType: 'PublicDL',
      contact: undefined,
    }));
  return [...accounts, ...groups];
};

const fromDirectory = ({ address, displayName }: Owner): Resolution => ({
  name: displayName,
  address,
  mailboxType: 'Mailbox',
  contact: undefined,
});

const contactMatches = (request: XmlNode, context: OperationContext, entry: string): readonly Resolution[] => {
  const parents = child(request, 'm:ParentFolderIds')?.children ?? [contactsFolder];
  return parents.flatMap((id) =>
    itemsIn(context, lookUpFolder(context, id)).flatMap((item) => {
      const { element } = item;
      const name = childText(element, 't:DisplayName') ?? childText(element, 't:FileAs') ?? '';
      const entries = childrenNamed(child(element, 't:EmailAddresses'), 't:Entry');
      const addresses = entries.map(({ text }) => text.replace(/^smtp:/i, '')).filter((address) => address !== '');
      const [address] = addresses;
      const isFound = element.name === 't:Contact' && address !== undefined && matches(entry, name, addresses);
      return isFound ? [{ name, address, mailboxType: 'Contact', contact: item } as const] : [];
    }),
  );
};

const contactsFolder = node('t:DistinguishedFolderId', { Id: 'contacts' });

const resolutionElement = (resolution: Resolution, detail: string, { timeZoneId }: OperationContext): XmlNode => {
  const { name, address, mailboxType, contact } = resolution;
  const itemId = contact && child(contact.element, 't:ItemId');
  return node('t:Resolution', [
    node('t:Mailbox', [
      node('t:Name', name),
      node('t:EmailAddress', address),
      node('t:RoutingType', 'SMTP'),
      node('t:MailboxType', mailboxType),
      itemId,
    ]),
    detail === 'IdOnly' ? undefined : contactElement(resolution, detail, timeZoneId),
  ]);
};

const contactElement = (
  { name, address, contact }: Resolution,
  detail: string,
  timeZoneId: string | undefined,
): XmlNode => {
  if (contact !== undefined) {
    const base = detail === 'Default' ? 'Default' : 'AllProperties';
    return shapeItem(
      { base, bodyType: 'Best', includesMime: false, filtersHtml: false, paths: [] },
      contact,
      timeZoneId,
    );
  }
  const [given = '', ...others] = name.split(' ');
  const addresses = node('t:EmailAddresses', [node('t:Entry', { Key: 'EmailAddress1' }, `SMTP:${address}`)]);
  if (detail === 'Default') {
    return node('t:Contact', [node('t:DisplayName', name), addresses, node('t:ContactSource', 'ActiveDirectory')]);
  }
  return node('t:Contact', [
    node('t:DisplayName', name),
    node('t:GivenName', given),
    addresses,
    node('t:ContactSource', 'ActiveDirectory'),
    node('t:Surname', others.join(' ')),
    node('t:Alias', address.slice(0, address.indexOf('@'))),
  ]);
};
