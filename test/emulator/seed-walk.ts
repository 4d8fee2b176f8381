import type {
  SeedAttachment,
  SeedFolder,
  SeedItem,
  SeedMailbox,
  SeedOrganization,
} from '../../src/emulator/store/model.ts';
import { childText, type XmlNode } from '../../src/emulator/xml/xml.ts';

/** The mailbox of `name`@example.test. Throws when it is not there, as all of these do. */
export const mailboxOf = (organization: SeedOrganization, name: string): SeedMailbox =>
  organization.mailboxes.find(({ address }) => address === `${name}@example.test`) ?? missing(name);

/** The organisation with every mailbox made once, however often it is looked at; the last is made first when `backwards` says so. */
export const opened = (organization: SeedOrganization, backwards = false): SeedOrganization => {
  const inOrder = backwards ? organization.mailboxes.toReversed() : organization.mailboxes;
  const roots = new Map(inOrder.map(({ address, root }) => [address, root()]));
  return {
    ...organization,
    mailboxes: organization.mailboxes.map((owner) => ({
      ...owner,
      root: () => roots.get(owner.address) ?? missing(owner.address),
    })),
  };
};

/** The folder of a distinguished id. */
export const folder = (owner: SeedMailbox, distinguishedId: string): SeedFolder =>
  folders(owner.root()).find((one) => one.distinguishedId === distinguishedId) ?? missing(distinguishedId);

/** A folder and all below it, parents first. */
export const folders = (root: SeedFolder): readonly SeedFolder[] => [root, ...root.children.flatMap(folders)];

/** The text of a child of the item's element. */
export const text = (item: SeedItem, name: string): string | undefined => childText(item.element, name);

/** The item with that subject. */
export const withSubject = (items: readonly SeedItem[], subject: string): SeedItem =>
  items.find((item) => text(item, 't:Subject') === subject) ?? missing(subject);

/** Fails a test that cannot go on. */
export const missing = (what: string): never => {
  throw new Error(`The demo organisation lacks ${what}`);
};

/** Every attachment of a mailbox, those within attached items too. */
export const allAttachments = (owner: SeedMailbox): readonly SeedAttachment[] =>
  folders(owner.root()).flatMap(({ items }) => items.flatMap(attachmentsOf));

const attachmentsOf = (item: SeedItem): readonly SeedAttachment[] =>
  item.attachments.flatMap((attachment) =>
    attachment.kind === 'item' ? [attachment, ...attachmentsOf(attachment.item)] : [attachment],
  );

/** The element of an item, those of its exceptions, and those of the items attached to it. */
export const allElements = (item: SeedItem): readonly XmlNode[] => [
  item.element,
  ...(item.exceptions ?? []).map(({ element }) => element),
  ...attachmentsOf(item).flatMap((attachment) => (attachment.kind === 'item' ? attachment.item.element : [])),
];
