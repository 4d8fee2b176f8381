import type { SeedFolder, SeedItem, SeedOrganization } from '../../src/emulator/store/model.ts';
import { bulkMail } from '../../src/emulator/seed/bulk-mail.ts';
import { demoOrganization } from '../../src/emulator/seed/demo-organization.ts';
import { alice } from '../../src/emulator/seed/people.ts';

/** Names that a person gives, and that a program trips over. */
const names = ['Kunden & Partner', 'Été 2025', '日本', 'a/b', '100% done', '…', 'CON', ' Q1 ', 'Ünïcödé', '.hidden'];

/**
 * The demo, in which alice has kept everything for years: with what she has there already about so many items as wanted, in folders three deep. It is
 * dated around `today`.
 */
export const fullOrganization = (items: number, today: Date): SeedOrganization => {
  const organization = demoOrganization(today);
  return {
    ...organization,
    mailboxes: organization.mailboxes.map((mailbox) =>
      mailbox.address === alice.address ? { ...mailbox, root: () => filled(mailbox.root(), items, today) } : mailbox,
    ),
  };
};

const filled = (root: SeedFolder, items: number, today: Date): SeedFolder => {
  const more = bulkMail(items - countIn(root), { owner: alice, today, seed: 9 });
  const size = Math.ceil(more.length / names.length);
  const folders = names.map((name, index) => folder(name, more.slice(index * size, (index + 1) * size)));
  const kept = folder('Kept', [], [folder('Older', [], folders.slice(0, 5)), ...folders.slice(5)]);
  return {
    ...root,
    children: root.children.map((child) =>
      child.distinguishedId === 'msgfolderroot' ? { ...child, children: [...child.children, kept] } : child,
    ),
  };
};

const folder = (name: string, items: readonly SeedItem[], children: readonly SeedFolder[] = []): SeedFolder => ({
  name,
  folderClass: 'IPF.Note',
  items,
  children,
});

/** Without what a migration leaves out. */
const countIn = ({ items, children, distinguishedId }: SeedFolder): number =>
  distinguishedId === 'recoverableitemsroot' || distinguishedId === 'journal'
    ? 0
    : items.length + children.reduce((sum, child) => sum + countIn(child), 0);
