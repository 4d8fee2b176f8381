import { instantText } from '../../ews/properties/codec.ts';
import type { MessagePatch } from '../../mailbox/write/update-messages.ts';
import { longestCategory, readCategories } from './categories.ts';
import { collectIssues, lineProblem, type Note } from './checked-text.ts';

interface FlagShape {
  readonly status: 'NOT_FLAGGED' | 'FLAGGED' | 'COMPLETE';
  readonly startAt?: string | null | undefined;
  readonly dueAt?: string | null | undefined;
}

/** What a client wants to change of messages. */
export interface MessagePatchShape {
  readonly isRead?: boolean | null | undefined;
  readonly importance?: 'Low' | 'Normal' | 'High' | null | undefined;
  readonly flag?: FlagShape | null | undefined;
  readonly setCategories?: readonly string[] | null | undefined;
  readonly addCategories?: readonly string[] | null | undefined;
  readonly removeCategories?: readonly string[] | null | undefined;
}

type Changes = MessagePatch['changes'];

/** Categories in one list; Outlook has 25 colours for them. */
const mostCategories = 50;

const minuteMs = 60_000;

/** PidTagFlagCompleteTime is a whole minute. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxoflag */
const wholeMinute = (time: Date): string => instantText(Math.floor(time.getTime() / minuteMs) * minuteMs);

const noFlag: Changes = { flagStatus: null, flagStartAt: null, flagDueAt: null, flagCompletedAt: null };

/** What Outlook writes: COMPLETE keeps the dates and notes the time, NOT_FLAGGED leaves nothing behind. */
const flagChanges = ({ status, startAt, dueAt }: FlagShape, now: Date): Changes => {
  if (status === 'NOT_FLAGGED') return noFlag;
  return {
    flagStatus: status === 'FLAGGED' ? 2 : 1,
    flagCompletedAt: status === 'FLAGGED' ? null : wholeMinute(now),
    ...(startAt === undefined ? {} : { flagStartAt: startAt }),
    ...(dueAt === undefined ? {} : { flagDueAt: dueAt }),
  };
};

/** Each once, upper and lower case alike; the first spelling stays. */
const distinct = (categories: readonly string[]): readonly string[] =>
  [...new Map(categories.toReversed().map((category) => [category.toLowerCase(), category])).values()].toReversed();

/** Reads the three lists of categories. What is to be removed may be what no client may set: another program wrote it. */
const readCategoryLists = (
  { setCategories, addCategories, removeCategories }: MessagePatchShape,
  path: readonly string[],
  note: Note,
): { readonly set: readonly string[]; readonly add: readonly string[]; readonly remove: readonly string[] } => {
  const lists = { setCategories, addCategories, removeCategories };
  for (const [name, list] of Object.entries(lists))
    if ((list?.length ?? 0) > mostCategories) note([...path, name], `may hold ${mostCategories} at most.`);
  const few = (list: readonly string[] | null | undefined): readonly string[] => (list ?? []).slice(0, mostCategories);
  const set = readCategories(few(setCategories), [...path, 'setCategories'], note);
  const add = readCategories(few(addCategories), [...path, 'addCategories'], note);
  const remove = few(removeCategories);
  for (const [index, category] of remove.entries())
    note([...path, 'removeCategories', String(index)], lineProblem(category, longestCategory));
  const removed = new Set(remove.map((category) => category.toLowerCase()));
  for (const [index, category] of add.entries())
    if (removed.has(category.toLowerCase()))
      note([...path, 'addCategories', String(index)], 'is to be removed as well.');
  if (setCategories !== undefined && add.length + remove.length > 0)
    note([...path, 'setCategories'], 'cannot stand beside addCategories and removeCategories.');
  return { set: distinct(set), add: distinct(add), remove: distinct(remove) };
};

/**
 * Reads a patch, and checks all of it. `now`: when what is COMPLETE was completed. Throws WriteRefusal INVALID naming every field that is wrong; a
 * patch that changes nothing is wrong as a whole.
 */
export const readMessagePatch = (patch: MessagePatchShape, path: readonly string[], now: Date): MessagePatch => {
  const { isRead, importance, flag, setCategories } = patch;
  const { issues, note, refuse } = collectIssues();
  for (const name of ['isRead', 'importance', 'addCategories', 'removeCategories'] as const)
    if (patch[name] === null) note([...path, name], 'cannot be null; leave it out to keep what is there.');
  if (flag?.status === 'NOT_FLAGGED') {
    for (const name of ['startAt', 'dueAt'] as const)
      if (typeof flag[name] === 'string') note([...path, 'flag', name], 'cannot be set on a message without a flag.');
  }
  if (typeof flag?.startAt === 'string' && typeof flag.dueAt === 'string' && flag.startAt > flag.dueAt)
    note([...path, 'flag', 'dueAt'], 'must not lie before startAt.');
  const categories = readCategoryLists(patch, path, note);

  const changes: Changes = {
    ...(typeof isRead === 'boolean' ? { isRead } : {}),
    ...(typeof importance === 'string' ? { importance } : {}),
    ...(flag === null ? noFlag : flag === undefined ? {} : flagChanges(flag, now)),
    ...(setCategories === undefined ? {} : { categories: categories.set }),
  };
  const { add, remove } = categories;
  if (issues.length === 0 && Object.keys(changes).length + add.length + remove.length === 0)
    note(path, 'changes nothing.');
  refuse();
  return { changes, addCategories: add, removeCategories: remove };
};
