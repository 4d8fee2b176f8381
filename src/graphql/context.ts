import type { GraphQLError } from 'graphql';
import type { Budget } from '../access/budget.ts';
import type { Caller } from '../access/caller.ts';
import type { Policy } from '../access/policy.ts';
import type { Directory } from '../directory/directory.ts';
import type { EwsCall } from '../ews/client.ts';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import type { MailboxAddress } from '../ews/properties/id.ts';
import type { Urgency } from '../ews/traffic/traffic.ts';
import type { MailboxExports } from '../exports/mailbox-exports.ts';
import type { LoadItems } from '../mailbox/load-items.ts';
import type { ReadChanges } from '../mailbox/feed/read-changes.ts';
import type { OpenedMailbox, OpenLookUp, OpenMailbox } from '../mailbox/open-mailbox.ts';
import type { Once } from '../mailbox/write/once.ts';
import type { Hub } from '../notifications/hub.ts';
import type { Sealer } from '../sealer.ts';
import type { Links } from '../signed-link.ts';
import type { MailboxExporting, MailboxListening, Refusal } from '../telemetry/audit.ts';
import type { ErrorCode } from './error-table.ts';
import type { GatewayFacts } from './gateway-facts.ts';
import type { Turns } from './guards/turns.ts';
import type { SearchMemory } from './messages/search.ts';

/** What every request shares; made once by gateway.ts. */
export interface ContextServices {
  readonly sealer: Sealer;
  readonly links: Links;
  readonly directory: Directory;
  /** Undefined where the mail server exports no mailboxes by itself. */
  readonly exports: MailboxExports | undefined;
  readonly policy: Policy;
  readonly openMailbox: OpenMailbox;
  readonly openLookUp: OpenLookUp;
  readonly gateway: GatewayFacts;
  readonly search: SearchMemory;
  readonly turns: Turns;
  readonly once: Once;
  readonly budget: Budget;
  readonly readChanges: ReadChanges;
  readonly hub: Hub;
}

/** What one request brings along. */
export interface ContextRequest {
  readonly caller: Caller;
  /** The gateway's own id of the HTTP request; EWS is told it. */
  readonly requestId: string;
  /** Told of every EWS call of the request, for the audit. */
  readonly onCall: (call: EwsCall) => void;
  /** Told of everything that the caller was refused, once for each mailbox that was not opened and for each permission of each field. */
  readonly onRefusal: (refusal: Refusal) => void;
  /** Told of every failure that a payload tells in place of the answer's errors, once for each thing that it is about. */
  readonly onUserError?: ((code: ErrorCode) => void) | undefined;
  /** Told when the caller begins and ceases to listen to a mailbox. */
  readonly onListening: (listening: MailboxListening) => void;
  /** Told of every attempt of the caller to export a mailbox, and to stop that. */
  readonly onExport: (exporting: MailboxExporting) => void;
  /** Sets memory aside for bytes until the request is answered, and gives what frees it earlier; undefined when there is no room. */
  readonly holdMemory: (bytes: number) => (() => void) | undefined;
  /** Fires when the client leaves; every EWS call of the request ends with it. */
  readonly signal: AbortSignal;
  /** Origin that download links are made with, no slash at the end. */
  readonly publicUrl: string;
  /** When the request is due, by the clock of the EWS client, milliseconds; undefined: each of its calls has the usual time. */
  readonly dueMs: number | undefined;
  /** Whether somebody waits for the request. */
  readonly urgency: Urgency;
  /** The caller asked to see the EWS calls of the request, and may. */
  readonly isTraced: boolean;
}

/** What one of many answers to a request has of its own. */
export interface OwnAnswer {
  /** For calls that are made for others too: what they end with and who alone is told of them. Absent: as those of the request. */
  readonly scope?: Pick<ContextRequest, 'signal' | 'onCall'>;
  /** Reads the items of one mailbox in place of the mailbox's own loader. `onCall`: told of the calls that were made for this answer too. */
  readonly items?: {
    readonly mailbox: MailboxAddress;
    readonly load: (onCall: (call: EwsCall) => void) => LoadItems;
  };
}

/** A context that ends before its request does. */
export interface OwnContext {
  readonly context: Context;
  /** Calls that were made for it alone so far, without those that read the items that others lent. */
  readonly ownCalls: () => number;
  /** Frees the memory that was set aside in it. */
  readonly end: () => void;
}

/** What resolvers see: the caller, and the mailboxes that this request has opened. Made per request, because loaders live one request. */
export interface Context
  extends
    ContextRequest,
    Pick<
      ContextServices,
      | 'sealer'
      | 'links'
      | 'directory'
      | 'exports'
      | 'policy'
      | 'gateway'
      | 'search'
      | 'once'
      | 'budget'
      | 'readChanges'
      | 'hub'
    > {
  /** Opens a mailbox by any of its addresses, once per request; undefined when it is missing or not this caller's to open. */
  readonly mailbox: (address: string) => Promise<OpenedMailbox | undefined>;
  /** Reports a refusal; the same one twice in a request counts once. */
  readonly refuse: (refusal: Refusal) => void;
  /** A session for look-ups that concern no mailbox; undefined when there is nobody to look as. */
  readonly lookUp: () => EwsSession | undefined;
  /** Does what takes long in between what others ask for, and not at all when the client has left. */
  readonly inTurn: <Result>(work: () => Result) => Promise<Result>;
  /** EWS calls made so far, in the order in which they ended. */
  readonly calls: readonly EwsCall[];
  /** Errors of fields that have a value all the same: a non-null list that could not be read is empty and its error stands beside it. */
  readonly besideData: GraphQLError[];
  /** A context of the same request and caller with mailboxes, calls and errors of its own: for one of many answers, opened anew through the policy. */
  readonly afresh: (own: OwnAnswer) => OwnContext;
}

/** Makes the context of one request. Nothing is asked of anybody before a resolver needs it. */
export const createContext = (services: ContextServices, request: ContextRequest): Context =>
  contextOf(services, request, undefined);

/** Frees what was set aside, all at once. */
const heldUntilEnd = (
  holdMemory: ContextRequest['holdMemory'],
): { readonly holdMemory: ContextRequest['holdMemory']; readonly end: () => void } => {
  const releases = new Set<() => void>();
  return {
    holdMemory: (bytes) => {
      const release = holdMemory(bytes);
      if (release !== undefined) releases.add(release);
      return release;
    },
    end: () => {
      for (const release of releases) release();
      releases.clear();
    },
  };
};

const contextOf = (services: ContextServices, request: ContextRequest, lent: OwnAnswer['items']): Context => {
  const calls: EwsCall[] = [];
  const { requestId, signal, dueMs, urgency } = request;
  const onCall = (call: EwsCall): void => {
    calls.push(call);
    request.onCall(call);
  };
  const { holdMemory } = request;
  const scope = { requestId, signal, onCall, holdMemory, dueMs, urgency };
  const byAddress = new Map<string, Promise<OpenedMailbox | undefined>>();
  const byPrimary = new Map<MailboxAddress, OpenedMailbox>();
  const refused = new Set<string>();

  const refuse = (refusal: Refusal): void => {
    const key = JSON.stringify(refusal);
    if (refused.has(key)) return;
    refused.add(key);
    request.onRefusal(refusal);
  };

  const withItems = (opened: OpenedMailbox): OpenedMailbox =>
    lent?.mailbox === opened.address ? { ...opened, items: lent.load(onCall) } : opened;

  const open = async (address: string): Promise<OpenedMailbox | undefined> => {
    const opened = await services.openMailbox(request.caller, address, scope);
    if (opened === undefined) {
      refuse({ reason: 'NOT_FOUND', mailbox: address });
      return undefined;
    }
    // An alias and the primary address are one mailbox: they share loaders.
    const first = byPrimary.get(opened.address) ?? withItems(opened);
    byPrimary.set(first.address, first);
    return first;
  };

  return {
    ...request,
    sealer: services.sealer,
    links: services.links,
    directory: services.directory,
    exports: services.exports,
    policy: services.policy,
    gateway: services.gateway,
    search: services.search,
    once: services.once,
    budget: services.budget,
    readChanges: services.readChanges,
    hub: services.hub,
    refuse,
    lookUp: () => services.openLookUp(request.caller, scope),
    inTurn: (work) =>
      services.turns.take(request.caller, () => {
        if (signal.aborted) throw new EwsError('aborted', 'the client has left');
        return work();
      }),
    calls,
    besideData: [],
    mailbox: (address) => {
      const key = address.trim().toLowerCase();
      const found = byAddress.get(key) ?? open(key);
      byAddress.set(key, found);
      return found;
    },
    afresh: ({ scope: own, items }) => {
      const { holdMemory: hold, end } = heldUntilEnd(holdMemory);
      let sharedCalls = 0;
      const counted = items && {
        ...items,
        load: (tell: (call: EwsCall) => void): LoadItems =>
          items.load((call) => {
            sharedCalls += 1;
            tell(call);
          }),
      };
      // An event comes when it comes: nobody waits for it, and the time of the request was that of beginning to listen.
      const lasting = { ...request, dueMs: undefined, urgency: 'bulk', holdMemory: hold } as const;
      const context = contextOf(services, { ...lasting, ...own }, counted);
      return { context, end, ownCalls: () => context.calls.length - sharedCalls };
    },
  };
};
