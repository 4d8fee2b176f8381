import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createAccessControl, type ServiceAccount } from './endpoint/access.ts';
import { type AnsweredRequest, followRequest } from './endpoint/answered-request.ts';
import { startArrivals, type ArrivalPlan, type Arrivals } from './mail/arrivals.ts';
import { answerApiRequest, type RecordedApiRequest } from './endpoint/api-endpoint.ts';
import { answerAutomatically } from './mail/automatic-replies.ts';
import { accountOf } from './store/directory.ts';
import { EmulatorError } from './emulator-error.ts';
import { answerEwsRequest, type RecordedRequest } from './endpoint/ews-endpoint.ts';
import { createClockTimers } from './store/clock-timers.ts';
import { createFaults, type Faults } from './endpoint/faults.ts';
import { keepOutlookRules } from './mail/inbox-rules.ts';
import { lookUpItem } from './store/lookup.ts';
import type { SeedItem, SeedOrganization } from './store/model.ts';
import {
  createNotificationService,
  type NotificationControls,
  notificationControls,
} from './subscriptions/notifications.ts';
import type { OperationContext, ServerOptions } from './operation.ts';
import type { OutboxMessage } from './mail/outbox.ts';
import { applyRules } from './mail/rule-actions.ts';
import { demoOrganization } from './seed/demo-organization.ts';
import { emptyOrganization } from './seed/empty-organization.ts';
import { addItem, changeItem, expireSyncStates, removeItem } from './store/store-writes.ts';
import { createStore, distinguishedFolder } from './store/store.ts';
import { node } from './xml/xml.ts';

export interface EmulatorOptions {
  /** What is in the mailboxes; `demo` when absent. */
  readonly seed?: 'demo' | 'empty' | SeedOrganization;
  /** The clock that tokens live by, milliseconds since 1970; the machine's when absent. */
  readonly now?: () => number;
  /** The day around which the demo is dated; the clock's when absent. */
  readonly today?: Date;
  /** Basic credentials that may impersonate, for gateways that are configured for another EWS server than WorkMail. */
  readonly serviceAccount?: ServiceAccount;
  /** What every impersonation token begins with, so that one can be told when it shows where it should not; visible ASCII. Default nothing. */
  readonly tokenPrefix?: string;
  /** Milliseconds that a request to EWS or the WorkMail API waits before it is looked at, asked for each one; absent: none. */
  readonly latencyMs?: () => number;
  /** Told of every request when its answer is out, or its connection at an end. */
  readonly onAnswered?: (answered: AnsweredRequest) => void;
}

/** Where a listening emulator is reached. */
export interface EmulatorAddresses {
  readonly origin: string;
  readonly ewsUrl: string;
  /** Endpoint of the WorkMail API. */
  readonly apiEndpoint: string;
}

/** A WorkMail organisation in memory, behind HTTP on loopback, and the strings that move it. */
export interface Emulator {
  /** Port 0 or none: any free one. */
  listen(port?: number): Promise<EmulatorAddresses>;
  /** Ends all connections, hanging ones too. */
  close(): Promise<void>;
  readonly organizationId: string;
  /** Ids of the two impersonation roles. */
  readonly roles: { readonly fullAccess: string; readonly readOnly: string };
  readonly clock: {
    now(): number;
    /** Sets the clock forward by that many milliseconds; what is due by then is done at once. */
    advance(ms: number): void;
  };
  /** EWS requests in order of arrival; emptied by setting its length to 0. */
  readonly requests: RecordedRequest[];
  readonly apiRequests: RecordedApiRequest[];
  readonly faults: Faults;
  readonly serverOptions: ServerOptions;
  readonly tokens: { expireAll(): void };
  readonly notifications: NotificationControls;
  /** Mail that left the organisation, in its order; emptied by setting its length to 0. */
  readonly outbox: OutboxMessage[];
  /** Makes the folders and items of a mailbox now, which otherwise the first request in it waits for. */
  open(address: string): void;
  /** Puts an item into a folder (`inbox`), as arriving mail does, where rules and automatic replies do what they do; returns its id. */
  deliver(address: string, distinguishedFolderId: string, item: SeedItem): string;
  /** Delivers one message after the other, the same ones for the same plan. */
  startArrivals(plan: ArrivalPlan): Arrivals;
  /** Makes every state worthless that clients of a mailbox were given to synchronise from. */
  expireSyncStates(address: string): void;
  /** Sets the read flag as another client of the mailbox would. */
  setRead(address: string, itemId: string, isRead: boolean): void;
  /** Outlook keeps rules of its own in the mailbox from now on. */
  keepOutlookRules(address: string): void;
  /** Removes an item for good, as another client of the mailbox would. */
  remove(address: string, itemId: string): void;
}

/** Makes an emulator, which is reached after `listen`. It makes the folders and items of a mailbox when that is first asked for. */
export const createEmulator = (options: EmulatorOptions = {}): Emulator => {
  let advancedMs = 0;
  const machineNow = options.now ?? Date.now;
  const now = (): number => machineNow() + advancedMs;
  const store = createStore(organizationOf(options.seed ?? 'demo', options.today ?? new Date(now())), now);
  const access = createAccessControl(store, now, protectedMailboxes, options.serviceAccount, options.tokenPrefix);
  const faults = createFaults();
  const serverOptions: ServerOptions = {
    withoutOperations: [],
    withoutQueryString: false,
    withoutFolderCommits: false,
    directoryWithoutMailbox: false,
  };
  const requests: RecordedRequest[] = [];
  const apiRequests: RecordedApiRequest[] = [];
  const timers = createClockTimers(now);
  const notifications = createNotificationService(now, timers, faults);
  const ews = { service: { store, now, options: serverOptions, notifications }, access, faults, requests };
  const api = { store, access, faults, apiRequests };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const notes = followRequest(request, response, now, options.onAnswered);
    if (options.latencyMs !== undefined) await setTimeout(options.latencyMs(), undefined, { ref: false });
    if (response.destroyed) return;
    timers.run();
    const path = (request.url ?? '/').replace(/\?.*$/, '').toLowerCase();
    if (path === ewsPath.toLowerCase()) return await answerEwsRequest(ews, request, response, notes);
    if (path === '/') return await answerApiRequest(api, request, response, notes);
    response.writeHead(404).end();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const roleId = (type: string): string => access.roles.find((role) => role.type === type)?.id ?? '';

  const deliver: Emulator['deliver'] = (address, distinguishedFolderId, item) => {
    const mailbox = accountOf(store, address).open();
    const folder = distinguishedFolder(mailbox, distinguishedFolderId);
    if (folder === undefined) throw new EmulatorError('ErrorFolderNotFound');
    const arrived = addItem(mailbox, folder, item);
    if (distinguishedFolderId !== 'inbox') return arrived.id;
    const options = serverOptions;
    const context: OperationContext = { store, mailbox, access: 'FULL_ACCESS', now, timeZoneId: undefined, options };
    const placed = applyRules(context, arrived);
    answerAutomatically(context, arrived.element);
    return (placed ?? arrived).id;
  };

  return {
    listen: async (port = 0) => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return { origin, ewsUrl: `${origin}${ewsPath}`, apiEndpoint: origin };
    },
    close: async () => {
      timers.close();
      notifications.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    organizationId: store.organizationId,
    roles: { fullAccess: roleId('FULL_ACCESS'), readOnly: roleId('READ_ONLY') },
    clock: {
      now,
      advance: (ms) => {
        advancedMs += ms;
        timers.run();
      },
    },
    requests,
    apiRequests,
    faults,
    serverOptions,
    tokens: { expireAll: () => access.expireAll() },
    notifications: notificationControls(store, notifications),
    outbox: store.outbox,
    open: (address) => void accountOf(store, address).open(),
    deliver,
    startArrivals: (plan) => startArrivals({ store, now, timers, deliver }, plan),
    expireSyncStates: (address) => expireSyncStates(accountOf(store, address).open()),
    setRead: (address, itemId, isRead) => {
      const mailbox = accountOf(store, address).open();
      changeItem(mailbox, lookUpItem({ store, mailbox }, itemId), [node('t:IsRead', String(isRead))]);
    },
    keepOutlookRules: (address) => keepOutlookRules(accountOf(store, address).open(), true),
    remove: (address, itemId) => {
      const mailbox = accountOf(store, address).open();
      removeItem(mailbox, lookUpItem({ store, mailbox }, itemId));
    },
  };
};

const ewsPath = '/EWS/Exchange.asmx';

/** Mailboxes that a DENY rule of both roles keeps closed, where the organisation has them. */
const protectedMailboxes = ['vault@example.test'];

const organizationOf = (seed: 'demo' | 'empty' | SeedOrganization, today: Date): SeedOrganization => {
  if (seed === 'demo') return demoOrganization(today);
  return seed === 'empty' ? emptyOrganization() : seed;
};
