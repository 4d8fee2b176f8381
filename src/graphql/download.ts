import { linkLifetimeSeconds, type LinkRoute } from '../signed-link.ts';
import type { Context } from './context.ts';
import { badUserInput } from './errors.ts';
import { durationMs } from './duration.ts';

/** What links live when the client does not say; ISO 8601. */
export const defaultLinkLifetime = 'PT5M';

/** Says the same of every `downloadUrl`. */
export const downloadUrlDescription =
  'A signed link that needs no Authorization header and opens this download alone, with the rights of whoever asked for it. The gateway streams the bytes; nothing is held.';

/** A signed link. Throws BAD_USER_INPUT for a life that links may not have. */
export const downloadUrl = (
  context: Context,
  route: LinkRoute,
  id: string,
  expiresIn: string | null | undefined,
): string => {
  const lifetimeSeconds = Math.floor((durationMs(expiresIn ?? defaultLinkLifetime) ?? 0) / 1000);
  const { min, max } = linkLifetimeSeconds;
  if (lifetimeSeconds < min || lifetimeSeconds > max)
    throw badUserInput(`expiresIn must be from ${min} second to ${max / 60} minutes`);
  return context.links.url({ origin: context.publicUrl, route, id, caller: context.caller, lifetimeSeconds });
};

/** Bytes of content in an answer when the client does not say: 1 MiB. */
export const defaultInlineBytes = 1024 * 1024;
/** Bytes of content that an answer may hold at most; they are held in memory. */
const maxInlineBytes = 8 * 1024 * 1024;

/** How many bytes of content the client accepts in the answer. Throws BAD_USER_INPUT for more than an answer may hold. */
export const inlineLimit = (maxBytes: number | null | undefined): number => {
  const limit = maxBytes ?? defaultInlineBytes;
  if (limit < 1 || limit > maxInlineBytes) throw badUserInput(`maxBytes must be from 1 to ${maxInlineBytes}`);
  return limit;
};

/** Content that is larger than the client accepts: says what would do. */
export const tooLarge = (bytes: number, limit: number): Error =>
  badUserInput(
    `There are about ${bytes} bytes, more than maxBytes (${limit}). ${bytes <= maxInlineBytes ? 'Raise maxBytes, or use' : 'Use'} downloadUrl.`,
  );

/** Bytes that base64 text stands for. */
export const base64Bytes = (base64: string): number => Buffer.byteLength(base64, 'base64');
