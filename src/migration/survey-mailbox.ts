import { isBelow } from './folder-path.ts';
import type { MigrationOptions } from './migration-options.ts';
import type { PortableFolder } from './portable/portable-folder.ts';
import type { Mark, PortableHead } from './portable/portable-item.ts';
import type { LeftOutFolder, SourceMailbox } from './source.ts';
import type { Place, PresentItem, TargetMailbox } from './target.ts';

/** A copy that goes where its original has been moved to. */
export interface PlannedMove {
  readonly head: PortableHead;
  readonly present: PresentItem;
}

/** What one folder holds, and what is to be done about it. */
export interface FolderPlan {
  readonly folder: PortableFolder;
  /** Undefined: a dry run has found none, and made none. */
  readonly place: Place | undefined;
  readonly there: readonly PortableHead[];
  readonly missing: readonly PortableHead[];
  readonly moves: readonly PlannedMove[];
  /** What is not copied on purpose, by why. */
  readonly skipped: ReadonlyMap<string, readonly PortableHead[]>;
  /** Copies that lie there and whose originals have gone. */
  readonly gone: number;
}

/** What one mailbox holds at both ends, and what is to be done about it. */
export interface MailboxPlan {
  readonly folders: readonly FolderPlan[];
  readonly leftOut: readonly LeftOutFolder[];
}

/** What a survey works with. */
export interface Survey {
  readonly source: SourceMailbox;
  readonly target: TargetMailbox;
  readonly options: MigrationOptions;
  /** Told how many items have been found so far. */
  readonly onFound: (items: number) => void;
  /** A plan is not begun after it. */
  readonly stop: AbortSignal;
}

/**
 * Finds out what there is and what is missing. Unless it is a dry run the folders are made. Throws what the two ends throw, and the reason of `stop`.
 */
export const surveyMailbox = async ({ source, target, options, onFound, stop }: Survey): Promise<MailboxPlan> => {
  const { folders, leftOut } = await source.folders();
  const selected = folders.filter((folder) => isSelected(folder, options));
  const places = await findPlaces(folders, selected, target, options);
  const present = new Map<Mark, PresentItem>();
  for await (const items of target.present())
    for (const item of items) if (item.mark.startsWith(source.markPrefix)) present.set(item.mark, item);

  const drafts: { readonly folder: PortableFolder; readonly heads: readonly PortableHead[] }[] = [];
  const marks = new Set<Mark>();
  let found = 0;
  for (const folder of selected) {
    stop.throwIfAborted();
    const heads: PortableHead[] = [];
    for await (const page of source.heads(folder)) {
      heads.push(...page);
      for (const { mark } of page) marks.add(mark);
      found += page.length;
      onFound(found);
    }
    drafts.push({ folder, heads });
  }

  // Only who has looked everywhere knows what has gone.
  const isWhole = selected.length === folders.length;
  const gone = isWhole ? [...present.values()].filter(({ mark }) => !marks.has(mark)) : [];
  const movable = byIdentity(gone);
  const taken = new Set<PresentItem>();
  const plans = drafts.map(({ folder, heads }) =>
    planOf(folder, heads, { places, present, movable, taken, target, options }),
  );
  const moved = new Set(plans.flatMap(({ moves }) => moves.map(({ present: { mark } }) => mark)));
  const left = gone.filter(({ mark }) => !moved.has(mark));
  return {
    leftOut,
    folders: plans.map((plan) => ({
      ...plan,
      gone: left.filter(({ placeId }) => placeId === plan.place?.id).length,
    })),
  };
};

const isSelected = ({ path, kind }: PortableFolder, { kinds, folders, excludedFolders }: MigrationOptions): boolean =>
  kinds.has(kind) &&
  (folders.length === 0 || folders.some((written) => isBelow(path, written))) &&
  !excludedFolders.some((written) => isBelow(path, written));

/** The places of what is selected, and of what that lies in. */
const findPlaces = async (
  folders: readonly PortableFolder[],
  selected: readonly PortableFolder[],
  target: TargetMailbox,
  { isDryRun }: MigrationOptions,
): Promise<ReadonlyMap<string, Place>> => {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const needed = new Set<PortableFolder>();
  for (const folder of selected) {
    for (
      let at: PortableFolder | undefined = folder;
      at !== undefined && !needed.has(at);
      at = at.parentId === undefined ? undefined : byId.get(at.parentId)
    )
      needed.add(at);
  }
  const places = new Map<string, Place>();
  for (const folder of folders) {
    if (!needed.has(folder)) continue;
    const parent = folder.parentId === undefined ? undefined : places.get(folder.parentId);
    const isUnplaced = folder.parentId !== undefined && parent === undefined;
    if (isDryRun && isUnplaced && folder.role === undefined) continue;
    const place = isDryRun ? await target.find(folder, parent) : await target.make(folder, parent);
    if (place !== undefined) places.set(folder.id, place);
  }
  return places;
};

/** What can be told apart by its identity; of two that have the same nobody knows which was moved. */
const byIdentity = (gone: readonly PresentItem[]): ReadonlyMap<string, PresentItem> => {
  const unique = new Map<string, PresentItem>();
  const ambiguous = new Set<string>();
  for (const item of gone) {
    if (unique.has(item.identity)) ambiguous.add(item.identity);
    unique.set(item.identity, item);
  }
  return new Map([...unique].filter(([identity, { isFinished }]) => isFinished && !ambiguous.has(identity)));
};

interface Findings {
  readonly places: ReadonlyMap<string, Place>;
  readonly present: ReadonlyMap<Mark, PresentItem>;
  readonly movable: ReadonlyMap<string, PresentItem>;
  /** Copies that are planned to be moved already. */
  readonly taken: Set<PresentItem>;
  readonly target: TargetMailbox;
  readonly options: MigrationOptions;
}

const planOf = (
  folder: PortableFolder,
  heads: readonly PortableHead[],
  { places, present, movable, taken, target, options }: Findings,
): FolderPlan => {
  const there: PortableHead[] = [];
  const missing: PortableHead[] = [];
  const moves: PlannedMove[] = [];
  const skipped = new Map<string, PortableHead[]>();
  for (const head of heads) {
    const copy = present.get(head.mark);
    const reason = reasonToSkip(folder, head, target, options);
    const original = movable.get(head.identity);
    if (copy?.isFinished === true) there.push(head);
    else if (reason !== undefined) {
      const some = skipped.get(reason) ?? [];
      skipped.set(reason, some);
      some.push(head);
    } else if (copy === undefined && original?.kind === head.kind && !taken.has(original)) {
      taken.add(original);
      moves.push({ head, present: original });
    } else missing.push(head);
  }
  return { folder, place: places.get(folder.id), there, missing, moves, skipped, gone: 0 };
};

const reasonToSkip = (
  folder: PortableFolder,
  { kind, date }: PortableHead,
  target: TargetMailbox,
  { since, until }: MigrationOptions,
): string | undefined => {
  if (!target.takes(folder.kind, kind))
    return `${kind === 'event' ? 'an' : 'a'} ${named[kind]} in a folder of ${folder.kind}`;
  if (kind !== 'message' || date === undefined) return undefined;
  return (since !== undefined && date < since) || (until !== undefined && date >= until)
    ? 'outside --since and --until'
    : undefined;
};

const named: Readonly<Record<PortableHead['kind'], string>> = {
  message: 'message',
  event: 'event',
  contact: 'contact',
  contactGroup: 'group of contacts',
  task: 'task',
};
