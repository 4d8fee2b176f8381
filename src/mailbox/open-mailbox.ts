import type { Caller, Permission } from '../access/caller.ts';
import type { Policy } from '../access/policy.ts';
import type { Directory, DirectoryMailbox } from '../directory/directory.ts';
import type { CallScope, EwsClient } from '../ews/client.ts';
import type { EwsSession } from '../ews/operation.ts';
import { mailboxAddress, type MailboxAddress } from '../ews/properties/id.ts';
import type { Capabilities } from './capabilities.ts';
import { createFindInFolders, type FindInFolders } from './find-in-folders.ts';
import { createMailboxFolders, type FolderMemory, type MailboxFolders } from './folders.ts';
import { createLoadAttachments, type LoadAttachments } from './load-attachments.ts';
import { createLoadFolderPermissions, type LoadFolderPermissions } from './load-folder-permissions.ts';
import { createLoadItems, type LoadItems } from './load-items.ts';
import { createMailboxTime, type MailboxTime } from './availability/mailbox-time.ts';
import type { MoveMemory, Moves } from './moves.ts';
import { createOwnSession, type ForeignMail } from './own-session.ts';
import { createResolvePeople, lookUpScope, type ResolvePeople } from './resolve-people.ts';
import type { ZoneMemory } from './availability/zone-memory.ts';

/** What a request lends to the mailboxes that it opens. */
export interface MailboxScope extends CallScope {
  /** Sets memory aside for bytes until the request is answered, and gives what frees it earlier; undefined when there is no room. */
  readonly holdMemory: (bytes: number) => (() => void) | undefined;
}

/** A mailbox that this caller may open, for the length of one request. */
export interface OpenedMailbox {
  /** The primary address; every EWS call of this mailbox is impersonated as it. */
  readonly address: MailboxAddress;
  readonly entry: DirectoryMailbox;
  /** Shows this mailbox only, not what others share with it. */
  readonly session: EwsSession;
  /** Whether its caller may do at least one of these to it. */
  readonly may: (anyOf: readonly Permission[]) => boolean;
  readonly holdMemory: MailboxScope['holdMemory'];
  readonly find: FindInFolders;
  readonly items: LoadItems;
  readonly attachments: LoadAttachments;
  readonly people: ResolvePeople;
  readonly folders: MailboxFolders;
  readonly folderPermissions: LoadFolderPermissions;
  readonly moves: Moves;
  /** The owner's time zone and working hours. */
  readonly time: MailboxTime;
  /** Whether the server has lately refused to know an operation; false while nobody knows. */
  readonly lacks: Capabilities['isUnsupported'];
}

/**
 * Opens a mailbox by any of its addresses. Undefined, without a hint which, when there is no such mailbox or this caller may not open it.
 */
export type OpenMailbox = (caller: Caller, address: string, scope: MailboxScope) => Promise<OpenedMailbox | undefined>;

interface OpenMailboxServices {
  readonly client: EwsClient;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly capabilities: Capabilities;
  readonly folderMemory: FolderMemory;
  readonly moveMemory: MoveMemory;
  readonly zoneMemory: ZoneMemory;
  /** Told of everything that was left out because it lies in another mailbox than the one that it was asked for in. */
  readonly onForeign: (foreign: ForeignMail) => void;
}

/**
 * Asks the policy first, the directory and the client after: an address that the caller holds no grant for costs no call to anybody, so that a
 * stranger's mailbox and one that does not exist take the same time. Both the address that was asked for and the primary one must be granted.
 */
export const createOpenMailbox =
  ({
    client,
    directory,
    policy,
    capabilities,
    folderMemory,
    moveMemory,
    zoneMemory,
    onForeign,
  }: OpenMailboxServices): OpenMailbox =>
  async (caller, address, scope) => {
    const asked = mailboxAddress(address);
    if (asked === undefined || !policy.mayOpen(caller, asked)) return undefined;
    const entry = await directory.find(asked);
    const grant = entry === undefined ? undefined : policy.grant(caller, entry.address);
    if (entry === undefined || grant === undefined) return undefined;
    const impersonated = capabilities.watch(client.as(grant, scope));
    const folders = createMailboxFolders(impersonated, folderMemory, (operation, count) =>
      onForeign({ mailbox: entry.address, operation, count }),
    );
    // Asked anew at every decision, so that a new policy holds in running requests.
    const may = (anyOf: readonly Permission[]): boolean => {
      const held = policy.permissionsOn(caller, entry.address);
      return anyOf.some((permission) => held.has(permission));
    };
    const session = createOwnSession(impersonated, folders, onForeign);
    return {
      address: entry.address,
      entry,
      session,
      may,
      holdMemory: scope.holdMemory,
      find: createFindInFolders(session),
      items: createLoadItems(session),
      attachments: createLoadAttachments(session),
      people: createResolvePeople(session, lookUpScope(may(['READ_CONTACTS']))),
      folders,
      folderPermissions: createLoadFolderPermissions(session),
      moves: moveMemory.of(entry.address),
      time: createMailboxTime(session, zoneMemory),
      lacks: capabilities.isUnsupported,
    };
  };

/**
 * A session for look-ups that concern no mailbox: names in the directory, what the server can do. Runs as DIRECTORY_MAILBOX or else as the
 * caller's own mailbox; undefined when there is neither. Nothing of that mailbox may be shown.
 */
export type OpenLookUp = (caller: Caller, scope: CallScope) => EwsSession | undefined;

/** The other maker of sessions, for what belongs to nobody. */
export const createOpenLookUp =
  ({ client, policy, capabilities }: Pick<OpenMailboxServices, 'client' | 'policy' | 'capabilities'>): OpenLookUp =>
  (caller, scope) => {
    const grant = policy.grantLookUp(caller);
    return grant === undefined ? undefined : capabilities.watch(client.as(grant, scope));
  };
