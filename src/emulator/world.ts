import { type AccessControl, createAccessControl, type ServiceAccount } from './workmail/access.ts';
import { createExportJobs, type ExportJobs } from './workmail/export-jobs.ts';
import type { Faults } from './faults/faults.ts';
import type { Upsets } from './faults/upset.ts';
import { EmulatorError } from './emulator-error.ts';
import { type ArrivalPlan, type Arrivals, startArrivals } from './arrivals.ts';
import { answerAutomatically } from './mail/automatic-replies.ts';
import { applyRules } from './mail/rule-actions.ts';
import type { OperationContext, ServerOptions } from './operation.ts';
import { createClockTimers, type ClockTimers } from './store/clock-timers.ts';
import { accountOf } from './store/directory.ts';
import type { SeedItem, SeedOrganization } from './store/model.ts';
import { addItem, expireSyncStates } from './store/store-writes.ts';
import { createStore, distinguishedFolder, type Mailbox, type Store, type StoredFolder } from './store/store.ts';
import {
  createNotificationService,
  type NotificationControls,
  notificationControls,
  type NotificationService,
} from './subscriptions/notifications.ts';

/** What happens in an emulator until it is set back: mailboxes, roles and tokens, export jobs, subscriptions, arrivals, and the time of all that. */
export interface World {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Moves the clock by so many milliseconds, back when negative, between 1970 and 9999; what is due by then is done at once. */
  readonly moveClock: (ms: number) => void;
  readonly timers: ClockTimers;
  readonly store: Store;
  readonly access: AccessControl;
  readonly exports: ExportJobs;
  readonly notifications: NotificationService;
  readonly controls: NotificationControls;
  readonly upsets: Upsets;
  /** Opens a mailbox. Throws EmulatorError: ErrorNonExistentMailbox, ErrorNonPrimarySmtpAddress for an alias. */
  readonly mailbox: (address: string) => Mailbox;
  /** As of the emulator. Throws EmulatorError: as `mailbox`; ErrorFolderNotFound. */
  readonly deliver: (address: string, distinguishedFolderId: string, item: SeedItem) => string;
  /** Throws EmulatorError as `deliver`. */
  readonly startArrivals: (plan: ArrivalPlan) => Arrivals;
  /** Ends arrivals, streams and subscriptions. */
  readonly close: () => void;
}

/** What a world is made of, which outlives it. */
export interface WorldSetting {
  readonly organization: SeedOrganization;
  readonly machineNow: () => number;
  readonly options: ServerOptions;
  readonly faults: Faults;
  /** Addresses of mailboxes that both roles deny. */
  readonly denied: readonly string[];
  readonly serviceAccount: ServiceAccount | undefined;
  readonly tokenPrefix: string | undefined;
}

/** The world as it is before anything has happened: equal settings make equal ones. */
export const createWorld = (setting: WorldSetting): World => {
  const { options, faults } = setting;
  let movedMs = 0;
  const now = (): number => setting.machineNow() + movedMs;
  const store = createStore(setting.organization, now);
  const access = createAccessControl(store, now, setting.denied, setting.serviceAccount, setting.tokenPrefix);
  const timers = createClockTimers(now);
  const notifications = createNotificationService(now, timers, faults);
  const controls = notificationControls(store, notifications);
  const arriving = new Set<Arrivals>();

  const mailbox: World['mailbox'] = (address) => accountOf(store, address).open();
  const folderOf = (address: string, distinguishedFolderId: string): StoredFolder => {
    const folder = distinguishedFolder(mailbox(address), distinguishedFolderId);
    if (folder === undefined) throw new EmulatorError('ErrorFolderNotFound');
    return folder;
  };
  const moveClock: World['moveClock'] = (ms) => {
    const machine = setting.machineNow();
    movedMs = Math.min(Math.max(machine + movedMs + ms, earliest), latest) - machine;
    timers.run();
  };
  const deliver: World['deliver'] = (address, distinguishedFolderId, item) => {
    const reader = mailbox(address);
    const arrived = addItem(reader, folderOf(address, distinguishedFolderId), item);
    if (distinguishedFolderId !== 'inbox') return arrived.id;
    const context: OperationContext = {
      store,
      mailbox: reader,
      access: 'FULL_ACCESS',
      now,
      timeZoneId: undefined,
      options,
    };
    const placed = applyRules(context, arrived);
    answerAutomatically(context, arrived.element);
    return (placed ?? arrived).id;
  };
  const ifThere =
    (act: (address: string) => void) =>
    (address: string): void => {
      if (store.accounts.has(address)) act(address);
    };
  return {
    now,
    moveClock,
    timers,
    store,
    access,
    exports: createExportJobs(now),
    notifications,
    controls,
    upsets: {
      expireToken: (token) => access.expire(token),
      expireSyncStates: ifThere((address) => expireSyncStates(mailbox(address))),
      loseSubscriptions: controls.loseSubscriptions,
      forgetEvents: ifThere(controls.forgetEvents),
      jumpClock: moveClock,
    },
    mailbox,
    deliver,
    startArrivals: (plan) => {
      folderOf(plan.mailbox, plan.folder ?? 'inbox');
      const arrivals = startArrivals({ store, now, timers, deliver }, plan);
      arriving.add(arrivals);
      void arrivals.done.then(() => arriving.delete(arrivals));
      return arrivals;
    },
    close: () => {
      for (const arrivals of arriving) arrivals.stop();
      timers.close();
      notifications.close();
    },
  };
};

/** xs:dateTime as Exchange writes it has four digits of a year, and beyond what Date holds nothing could be dated at all. */
const earliest = Date.UTC(1970);
const latest = Date.UTC(9999);
