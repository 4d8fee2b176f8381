import { EwsError } from '../ews/errors.ts';
import type { EwsSession, NamingField, Operation } from '../ews/operation.ts';
import type { FindItemPage } from '../ews/operations/find-item.ts';
import type { AttachmentId, FolderId, FolderTarget, ItemId, ItemTarget, MailboxAddress } from '../ews/properties/id.ts';
import type { Item } from '../ews/properties/item-types.ts';
import type { MailboxFolders } from './folders.ts';
import { isOwn, isOwnFolder, type OwnFolders } from './own-folders.ts';

/** Something of another mailbox that was about to be read, or was told, and has been left out. */
export interface ForeignMail {
  /** The mailbox in which it appeared. */
  readonly mailbox: MailboxAddress;
  /** EWS's name: `GetItem`. */
  readonly operation: string;
  /** How many folders, items or attachments. */
  readonly count: number;
}

/** What a request names. */
type Target = FolderTarget | ItemTarget | AttachmentId;

/** Where a request names them, whatever its operation. */
type AnyNames = Pick<NamingField<never>, 'kind'> & { readonly field: string };

/**
 * A session that shows this mailbox and none of what others share with it, which impersonating it reaches as well. What lies elsewhere does not
 * exist (ErrorItemNotFound, ErrorFolderNotFound) or is left out of a list: an id that names another mailbox, a folder that is not in the tree, an
 * item whose answer tells such a folder. Costs no call as long as nothing looks foreign: the folders are read afresh before anything is refused.
 * Writes are kept from other mailboxes in the same way: what is named there is not touched, and nothing is put there.
 * A mailbox of which nothing is known yet is believed what it is asked for by id, since only ids of its own are ever sealed.
 */
export const createOwnSession = (
  session: EwsSession,
  folders: MailboxFolders,
  onForeign: (foreign: ForeignMail) => void,
): EwsSession => {
  const { mailbox } = session;

  /** Those that `isForeign` finds foreign by what is remembered, and still does by what is true now. */
  const foreignAmong = async <Thing>(
    operation: string,
    things: readonly Thing[],
    isForeign: (thing: Thing, own: OwnFolders | undefined) => boolean,
  ): Promise<ReadonlySet<Thing>> => {
    const remembered = folders.ownIfKnown();
    const suspects = things.filter((thing) => isForeign(thing, remembered));
    if (suspects.length === 0) return new Set();
    const own = await folders.ownAfresh();
    const foreign = new Set(suspects.filter((thing) => isForeign(thing, own)));
    if (foreign.size > 0) onForeign({ mailbox, operation, count: foreign.size });
    return foreign;
  };

  const foreignTargets = (
    operation: string,
    names: AnyNames | undefined,
    targets: readonly Target[],
  ): Promise<ReadonlySet<Target>> =>
    foreignAmong(operation, targets, (target, own) => {
      if (typeof target === 'object' && 'distinguished' in target) return target.mailbox !== mailbox;
      const id = idOf(target);
      if (id === undefined) return false;
      return (names?.kind === 'folder' ? isOwnFolder(own, id as FolderId) : isOwn(own, id)) === false;
    });

  /** The rows of a folder that lie in this mailbox. They are told to lie in the folder itself, or in others when it is a search folder. */
  const ownRows = async (page: FindItemPage, asked: Target | undefined): Promise<FindItemPage> => {
    const isElsewhere = ({ id, properties: { parentFolderId } }: Item, own: OwnFolders | undefined): boolean =>
      isOwn(own, id) === false ||
      (parentFolderId !== undefined &&
        (asked === undefined || idOf(asked) !== parentFolderId) &&
        isOwnFolder(own, parentFolderId) !== true);
    // A folder that was asked for by its role is not known by its id before the list is.
    if (folders.ownIfKnown()?.ids === undefined && page.items.some((item) => isElsewhere(item, undefined)))
      await folders.known();
    const foreign = await foreignAmong('FindItem', page.items, isElsewhere);
    return foreign.size === 0 ? page : { ...page, items: page.items.filter((item) => !foreign.has(item)) };
  };

  const isForeignItem = ({ id, properties: { parentFolderId } }: Item, own: OwnFolders | undefined): boolean =>
    isOwn(own, id) === false || (parentFolderId !== undefined && isOwnFolder(own, parentFolderId) === false);

  /** Whether the place that a call goes to is somebody else's. */
  const isPlaceForeign = async (operation: string, place: AnyNames | undefined, input: unknown): Promise<boolean> =>
    (await foreignTargets(operation, place, targetsOf(place, input))).size > 0;

  const notFound = (operation: string, names: AnyNames | undefined): EwsError =>
    new EwsError('response', `${operation} as ${mailbox}: it lies in another mailbox`, {
      responseCode: names?.kind === 'folder' ? 'ErrorFolderNotFound' : 'ErrorItemNotFound',
    });

  /** Answers without what is foreign in them. */
  const screened = async (
    operation: string,
    names: AnyNames | undefined,
    answers: readonly unknown[],
    targets: readonly Target[],
  ): Promise<readonly unknown[]> => {
    if (operation === 'FindItem') {
      return Promise.all(
        (answers as readonly (FindItemPage | EwsError)[]).map(async (answer, index) =>
          answer instanceof EwsError ? answer : ownRows(answer, targets[index]),
        ),
      );
    }
    if (operation !== 'GetItem') return answers;
    const items = (answers as readonly (Item | EwsError)[]).filter(
      (answer): answer is Item => !(answer instanceof EwsError),
    );
    const foreign: ReadonlySet<unknown> = await foreignAmong(operation, items, isForeignItem);
    return answers.map((answer) => (foreign.has(answer) ? notFound(operation, names) : answer));
  };

  const callEach = async <Input, Output>(
    operation: Operation<Input, Output>,
    input: Input,
  ): Promise<readonly (Output | EwsError)[]> => {
    const { name } = operation;
    const { names } = operation;
    const targets = targetsOf(names, input);
    if (await isPlaceForeign(name, names?.place, input)) return targets.map(() => notFound(name, names?.place));
    const foreign = await foreignTargets(name, names, targets);
    const own = targets.filter((target) => !foreign.has(target));
    if (foreign.size > 0 && own.length === 0) return targets.map(() => notFound(name, names));
    const asked = foreign.size === 0 ? input : { ...input, [names?.field ?? '']: own };
    const answers = await screened(name, names, await session.callEach(operation, asked), own);
    const kept = answers as readonly (Output | EwsError)[];
    if (foreign.size === 0) return kept;
    const rest = kept.values();
    return targets.map((target) =>
      foreign.has(target) ? notFound(name, names) : (rest.next().value ?? notFound(name, names)),
    );
  };

  return {
    mailbox,
    callEach,
    call: async <Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<Output> => {
      const [first] = await callEach(operation, input);
      if (first instanceof EwsError) throw first;
      // There is a first one, even if it is undefined: every id has an output or an error.
      return first as Output;
    },
    open: async (operation, input) => {
      const { names } = operation;
      const foreign = await foreignTargets(operation.name, names, targetsOf(names, input));
      if (foreign.size > 0) throw notFound(operation.name, names);
      if (await isPlaceForeign(operation.name, names?.place, input)) throw notFound(operation.name, names?.place);
      return session.open(operation, input);
    },
  };
};

const targetsOf = (names: AnyNames | undefined, input: unknown): readonly Target[] => {
  const named: unknown = names === undefined ? undefined : Reflect.get(input as object, names.field);
  if (named === undefined || named === null) return [];
  return Array.isArray(named) ? (named as readonly Target[]) : [named as Target];
};

const idOf = (target: Target): FolderId | ItemId | AttachmentId | undefined => {
  if (typeof target === 'string') return target;
  if ('id' in target) return target.id;
  if ('masterOf' in target) return target.masterOf;
  return 'occurrenceOf' in target ? target.occurrenceOf : undefined;
};
