import { sha256 } from '../portable/item-hashes.ts';
import type { Mark } from '../portable/portable-item.ts';

const hexOf = (parts: readonly (string | undefined)[], digits: number): string =>
  sha256(JSON.stringify(parts.map((part) => part ?? null))).slice(0, digits);

/** What all marks of one source mailbox begin with. `server`: what names the server wherever it is reached; `mailbox`: the primary address. */
export const markPrefix = (server: string, mailbox: string): string => `${hexOf([server, mailbox], 16)}-`;

/** The mark of an item of the mailbox with this prefix. */
export const markOf = (prefix: string, itemId: string): Mark => `${prefix}${hexOf([itemId], 32)}`;

/** Hash of what an item keeps when it is moved. */
export const identityOf = (parts: readonly (string | undefined)[]): string => hexOf(parts, 32);
