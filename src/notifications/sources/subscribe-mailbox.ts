import { EwsError } from '../../ews/errors.ts';
import { subscribe, type EventDelivery, type Subscription } from '../../ews/operations/subscribe.ts';
import type { FolderTarget } from '../../ews/properties/id.ts';
import type { NotificationEvent } from '../../ews/properties/notification-event.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { subscribedKinds } from './subscribed-kinds.ts';

/** A subscription to a whole mailbox. */
export interface MailboxSubscription extends Subscription {
  /** Whether it lacks a folder that has come to be since: then a new one is to be made. Never where the server takes all folders at once. */
  readonly isOutdatedBy: (events: readonly NotificationEvent[]) => boolean;
}

/** Subscribes to everything that happens in a mailbox. Throws EwsError. */
export type SubscribeMailbox = (
  mailbox: Pick<OpenedMailbox, 'session' | 'folders'>,
  delivery: EventDelivery,
) => Promise<MailboxSubscription>;

/**
 * Makes it for one server. All folders are asked for in one word; of a server that refuses this they are named one by one, as they are then, which costs
 * two calls more the first time and one each further time.
 */
export const createSubscribeMailbox = (): SubscribeMailbox => {
  let takesAllFolders = true;

  return async (mailbox, delivery) => {
    const order = { kinds: subscribedKinds, delivery };
    if (takesAllFolders) {
      try {
        return { ...(await mailbox.session.call(subscribe, order)), isOutdatedBy: () => false };
      } catch (error) {
        if (!isRefused(error)) throw error;
      }
    }
    const subscription = await mailbox.session.call(subscribe, { ...order, folders: await foldersOf(mailbox) });
    takesAllFolders = false;
    return { ...subscription, isOutdatedBy: (events) => events.some(mayAddFolder) };
  };
};

/** The root too: whatever comes to be below it is told of it. Search folders hold nothing of their own, and not every server lets them be watched. */
const foldersOf = async ({ folders }: Pick<OpenedMailbox, 'folders'>): Promise<readonly FolderTarget[]> => {
  folders.forget();
  const known = await folders.known();
  return [
    folders.targetOfRole('ROOT'),
    ...known.filter(({ kind }) => kind !== 'SEARCH').map(({ id }): FolderTarget => ({ id })),
  ];
};

/** Whether it may be the form of the request that a server does not take, and not the mailbox, its load or the whole operation. */
const isRefused = (error: unknown): boolean =>
  error instanceof EwsError &&
  error.lacking !== 'operation' &&
  (error.lacking === 'request' ||
    /^Error(?:InvalidRequest|InvalidOperation|SchemaValidation|InvalidSubscriptionRequest)$/.test(
      error.responseCode ?? '',
    ));

const mayAddFolder = (event: NotificationEvent): boolean =>
  event.kind !== 'status' && event.kind !== 'deleted' && event.kind !== 'modified' && event.thing?.type !== 'item';
