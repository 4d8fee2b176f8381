import type { Caller } from '../access/caller.ts';
import type { Policy } from '../access/policy.ts';
import type { Directory, DirectoryMailbox } from '../directory/directory.ts';
import type { CallScope, EwsClient } from '../ews/client.ts';
import type { EwsSession } from '../ews/operation.ts';
import { mailboxAddress, type MailboxAddress } from '../ews/properties/id.ts';
import { createFindInFolders, type FindInFolders } from './find-in-folders.ts';
import { createMailboxFolders, type FolderMemory, type MailboxFolders } from './folders.ts';
import { createLoadAttachments, type LoadAttachments } from './load-attachments.ts';
import { createLoadItems, type LoadItems } from './load-items.ts';
import { createResolvePeople, type ResolvePeople } from './resolve-people.ts';

/** A mailbox that this caller may open, for the length of one request. */
export interface OpenedMailbox {
  /** The primary address; every EWS call of this mailbox is impersonated as it. */
  readonly address: MailboxAddress;
  readonly entry: DirectoryMailbox;
  readonly session: EwsSession;
  readonly find: FindInFolders;
  readonly items: LoadItems;
  readonly attachments: LoadAttachments;
  readonly people: ResolvePeople;
  readonly folders: MailboxFolders;
}

/**
 * Opens a mailbox by any of its addresses. Undefined, without a hint which, when there is no such mailbox or this caller may not open it.
 */
export type OpenMailbox = (caller: Caller, address: string, scope: CallScope) => Promise<OpenedMailbox | undefined>;

interface OpenMailboxServices {
  readonly client: EwsClient;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly folderMemory: FolderMemory;
}

/**
 * The only maker of mailbox sessions: asks the policy first, the client after. Nothing else may call `client.as()`, so that a token which can
 * open every mailbox is never used for one that the caller may not open.
 */
export const createOpenMailbox =
  ({ client, directory, policy, folderMemory }: OpenMailboxServices): OpenMailbox =>
  async (caller, address, scope) => {
    const asked = mailboxAddress(address);
    if (asked === undefined) return undefined;
    const entry = await directory.find(asked);
    if (entry === undefined || !policy.mayOpen(caller, entry.address)) return undefined;
    const session = client.as(entry.address, scope);
    return {
      address: entry.address,
      entry,
      session,
      find: createFindInFolders(session),
      items: createLoadItems(session),
      attachments: createLoadAttachments(session),
      people: createResolvePeople(session),
      folders: createMailboxFolders(session, folderMemory),
    };
  };

/**
 * A session for look-ups that concern no mailbox: names in the directory, what the server can do. Runs as DIRECTORY_MAILBOX or else as the
 * caller's own mailbox; undefined when there is neither. Nothing of that mailbox may be shown.
 */
export type OpenLookUp = (caller: Caller, scope: CallScope) => EwsSession | undefined;

/** The other maker of sessions; asks no policy, because what it is for belongs to nobody. */
export const createOpenLookUp =
  ({
    client,
    directoryMailbox,
  }: {
    readonly client: EwsClient;
    readonly directoryMailbox: MailboxAddress | undefined;
  }): OpenLookUp =>
  (caller, scope) => {
    const address = directoryMailbox ?? caller.mailbox;
    return address === undefined ? undefined : client.as(address, scope);
  };
