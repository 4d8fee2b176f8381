import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { ArrivalPlan, Arrivals } from './arrivals.ts';
import { createControl, isControlPath } from './control/control.ts';
import { type AnsweredRequest, followRequest } from './endpoint/answered-request.ts';
import { answerApiRequest, type RecordedApiRequest } from './endpoint/api-endpoint.ts';
import { answerEwsRequest, type RecordedRequest } from './endpoint/ews-endpoint.ts';
import { answerFailure } from './endpoint/http-exchange.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { keepOutlookRules } from './mail/inbox-rules.ts';
import type { OutboxMessage } from './mail/outbox.ts';
import type { ServerOptions } from './operation.ts';
import type { Member } from './seed/people.ts';
import { type ReadyOrganization, readyOrganization } from './seed/ready-organization.ts';
import { lookUpItem } from './store/lookup.ts';
import type { SeedItem, SeedOrganization } from './store/model.ts';
import { changeItem, expireSyncStates, removeItem } from './store/store-writes.ts';
import type { NotificationControls } from './subscriptions/notifications.ts';
import type { ServiceAccount } from './workmail/access.ts';
import { createWorld, type WorldSetting } from './world.ts';
import { node } from './xml/xml.ts';

/** How an emulator is made; without any of it, it is the demo, dated around now. */
export interface EmulatorOptions {
  /** What is in the mailboxes; `demo` when absent. */
  readonly seed?: ReadyOrganization | SeedOrganization;
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
  /**
   * Whether the strings that move it are at `/emulator` too, for whoever can reach the machine's loopback: without credentials. `requests`,
   * `apiRequests` and `outbox` then keep only what is recent. Default false.
   */
  readonly control?: boolean;
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
  /**
   * Makes everything as it was when it began to listen: mailboxes, roles, clock, faults and options. Tokens, subscriptions and what was recorded are
   * gone; requests that are being answered go on in what was.
   */
  reset(): void;
  readonly organizationId: string;
  /** Ids of the two impersonation roles. */
  readonly roles: { readonly fullAccess: string; readonly readOnly: string };
  readonly clock: {
    now(): number;
    /** Sets the clock forward by that many milliseconds, back when negative; what is due by then is done at once. */
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
  /** Whose mailboxes there are: people, rooms and equipment. */
  readonly mailboxes: readonly Member[];
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
  const machineNow = options.now ?? Date.now;
  const faults = createFaults();
  const serverOptions: ServerOptions = {
    withoutOperations: [],
    withoutQueryString: false,
    withoutFolderCommits: false,
    directoryWithoutMailbox: false,
  };
  const { seed = 'demo', today = new Date(machineNow()) } = options;
  const organization = typeof seed === 'string' ? readyOrganization(seed, today) : seed;
  const setting: WorldSetting = {
    organization,
    machineNow,
    options: serverOptions,
    faults,
    denied: organization.closedToRoles ?? [],
    serviceAccount: options.serviceAccount,
    tokenPrefix: options.tokenPrefix,
  };
  const requests: RecordedRequest[] = [];
  const apiRequests: RecordedApiRequest[] = [];
  let world = createWorld(setting);
  let asListened = (): void => undefined;
  const now = (): number => world.now();
  const roleId = (type: string): string => world.access.roles.find((role) => role.type === type)?.id ?? '';

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').replace(/\?.*$/, '').toLowerCase();
    const isControl = control !== undefined && isControlPath(path);
    const notes = followRequest(request, response, now, isControl ? options.onAnswered : onAnswered);
    if (isControl) return await control.answer(request, response);
    if (options.latencyMs !== undefined) await setTimeout(options.latencyMs(), undefined, { ref: false });
    if (response.destroyed) return;
    const { store, access, exports, notifications, upsets, timers } = world;
    timers.run();
    if (path === ewsPath.toLowerCase()) {
      const service = { store, now, options: serverOptions, notifications };
      return await answerEwsRequest({ service, access, faults, requests, upsets }, request, response, notes);
    }
    if (path === '/')
      return await answerApiRequest({ store, access, exports, faults, apiRequests, upsets }, request, response, notes);
    response.writeHead(404).end();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => answerFailure(response, error));
  });

  const emulator: Emulator = {
    listen: async (port = 0) => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      const scripts = faults.waiting().map(({ script }) => script);
      const serverOptionsThen = structuredClone(serverOptions);
      const notificationOptions = structuredClone(world.controls.options);
      asListened = () => {
        for (const script of scripts) faults.add(script);
        Object.assign(serverOptions, structuredClone(serverOptionsThen));
        Object.assign(world.controls.options, structuredClone(notificationOptions));
      };
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return { origin, ewsUrl: `${origin}${ewsPath}`, apiEndpoint: origin };
    },
    close: async () => {
      world.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    reset: () => {
      world.close();
      world = createWorld(setting);
      for (const list of [requests, apiRequests]) list.length = 0;
      faults.clear();
      asListened();
    },
    organizationId: world.store.organizationId,
    roles: { fullAccess: roleId('FULL_ACCESS'), readOnly: roleId('READ_ONLY') },
    clock: { now, advance: (ms) => world.moveClock(ms) },
    requests,
    apiRequests,
    faults,
    serverOptions,
    tokens: { expireAll: () => world.access.expireAll() },
    get notifications() {
      return world.controls;
    },
    get outbox() {
      return world.store.outbox;
    },
    mailboxes: setting.organization.mailboxes.map(({ address, displayName: name, kind, aliases, password }) => ({
      address,
      name,
      kind,
      aliases,
      password,
    })),
    open: (address) => void world.mailbox(address),
    deliver: (address, distinguishedFolderId, item) => world.deliver(address, distinguishedFolderId, item),
    startArrivals: (plan) => world.startArrivals(plan),
    expireSyncStates: (address) => expireSyncStates(world.mailbox(address)),
    setRead: (address, itemId, isRead) => {
      const { store } = world;
      const mailbox = world.mailbox(address);
      changeItem(mailbox, lookUpItem({ store, mailbox }, itemId), [node('t:IsRead', String(isRead))]);
    },
    keepOutlookRules: (address) => keepOutlookRules(world.mailbox(address), true),
    remove: (address, itemId) => {
      const { store } = world;
      const mailbox = world.mailbox(address);
      removeItem(mailbox, lookUpItem({ store, mailbox }, itemId));
    },
  };
  const control = options.control === true ? createControl(emulator) : undefined;
  const onAnswered =
    control === undefined
      ? options.onAnswered
      : (answered: AnsweredRequest): void => {
          options.onAnswered?.(answered);
          control.record(answered);
        };
  return emulator;
};

const ewsPath = '/EWS/Exchange.asmx';
