import { LRUCache } from 'lru-cache';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { findFolder } from '../ews/operations/find-folder.ts';
import { findItem } from '../ews/operations/find-item.ts';
import { getAttachment } from '../ews/operations/get-attachment.ts';
import { getFolder } from '../ews/operations/get-folder.ts';
import { getItem } from '../ews/operations/get-item.ts';
import { getServerTimeZones } from '../ews/operations/get-server-time-zones.ts';
import { resolveNames } from '../ews/operations/resolve-names.ts';
import { syncFolderHierarchy } from '../ews/operations/sync-folder-hierarchy.ts';
import { syncFolderItems } from '../ews/operations/sync-folder-items.ts';
import { attachmentId, itemId, type FolderTarget } from '../ews/properties/id.ts';

/** Whether a server implements an operation; UNKNOWN when it could not be asked. */
export type CapabilityState = 'SUPPORTED' | 'UNSUPPORTED' | 'UNKNOWN';

/** EWS's operations that the gateway reads with. */
export type ProbedOperation = keyof typeof probes;

/** What one operation came to. */
export interface Capability {
  readonly operation: ProbedOperation;
  readonly state: CapabilityState;
}

/** Finds out what an EWS server implements, which neither WorkMail nor the version that it answers as tells. */
export interface Capabilities {
  /**
   * Every operation that the gateway reads with. Costs one call for each that is not known yet; without a session none, and what is not known
   * stays so. Never throws EwsError.
   */
  probe(session: EwsSession | undefined): Promise<readonly Capability[]>;
}

const topOf = ({ mailbox }: EwsSession): FolderTarget => ({ distinguished: 'msgfolderroot', mailbox });
const inboxOf = ({ mailbox }: EwsSession): FolderTarget => ({ distinguished: 'inbox', mailbox });

type Probe = (session: EwsSession) => Promise<unknown>;

/** Harmless calls: they read one row, or an id that nothing has. A server that knows the operation answers, if only that the id is wrong. */
const probes = {
  FIND_FOLDER: (session) =>
    session.call(findFolder, { parents: [topOf(session)], wanted: [], traversal: 'Shallow', offset: 0, limit: 1 }),
  GET_FOLDER: (session) => session.call(getFolder, { folders: [topOf(session)], wanted: [] }),
  FIND_ITEM: (session) =>
    session.call(findItem, { parents: [inboxOf(session)], wanted: [], view: { type: 'indexed', offset: 0, limit: 1 } }),
  GET_ITEM: (session) => session.call(getItem, { ids: [{ id: itemId('AAAA') }], wanted: [] }),
  GET_ATTACHMENT: (session) => session.call(getAttachment, { ids: [attachmentId('AAAA')] }),
  SYNC_FOLDER_HIERARCHY: (session) => session.call(syncFolderHierarchy, { wanted: [] }),
  SYNC_FOLDER_ITEMS: (session) => session.call(syncFolderItems, { folder: inboxOf(session), wanted: [], limit: 1 }),
  RESOLVE_NAMES: (session) => session.call(resolveNames, { query: session.mailbox, scope: 'ActiveDirectory' }),
  GET_SERVER_TIME_ZONES: (session) => session.call(getServerTimeZones, { ids: ['UTC'] }),
} satisfies Record<string, Probe>;

/** Codes that say: there is no such operation here. */
const refusals: ReadonlySet<string> = new Set([
  'ErrorInvalidRequest',
  'ErrorInvalidOperation',
  'ErrorSchemaValidation',
]);
/** Codes that say nothing about the operation: about the load, the mailbox, the rights. */
const passing =
  /Busy|Timeout|Transient|Unavailable|Impersonat|AccessDenied|NonExistentMailbox|Connection|Throttl|InternalServer/;
/** Not found, not allowed on this path, not implemented. */
const refusingStatuses: ReadonlySet<number | undefined> = new Set([404, 405, 501]);

const stateAfter = ({ kind, responseCode = '', status }: EwsError): CapabilityState => {
  if (refusals.has(responseCode)) return 'UNSUPPORTED';
  if (passing.test(responseCode)) return 'UNKNOWN';
  if (kind === 'response') return 'SUPPORTED';
  // A fault without a code of EWS's own is how other servers say that they do not know the request.
  if (kind === 'fault') return responseCode.startsWith('Error') ? 'UNKNOWN' : 'UNSUPPORTED';
  return kind === 'http' && refusingStatuses.has(status) ? 'UNSUPPORTED' : 'UNKNOWN';
};

const stateOf = async (probe: Probe, session: EwsSession | undefined): Promise<CapabilityState> => {
  if (session === undefined) return 'UNKNOWN';
  try {
    await probe(session);
    return 'SUPPORTED';
  } catch (error) {
    if (error instanceof EwsError) return stateAfter(error);
    throw error;
  }
};

const rememberMs = 3_600_000;

/** Makes the memory of one endpoint: what is known stays known for an hour. `now` is a monotonic clock in milliseconds. */
export const createCapabilities = (now: () => number): Capabilities => {
  const operations = Object.keys(probes) as readonly ProbedOperation[];
  const known = new LRUCache<ProbedOperation, CapabilityState>({
    max: operations.length,
    ttl: rememberMs,
    perf: { now },
    ttlResolution: 0,
  });
  return {
    probe: (session) =>
      Promise.all(
        operations.map(async (operation) => {
          const state = known.get(operation) ?? (await stateOf(probes[operation], session));
          if (state !== 'UNKNOWN') known.set(operation, state);
          return { operation, state };
        }),
      ),
  };
};
