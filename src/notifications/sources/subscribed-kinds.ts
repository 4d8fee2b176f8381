import type { ChangeKind } from '../../ews/properties/notification-event.ts';

/**
 * What every subscription asks for: all that changes what a mailbox holds. Free and busy times change with an event, which is `modified` then; not every
 * server knows them as a kind.
 */
export const subscribedKinds: readonly ChangeKind[] = ['created', 'deleted', 'modified', 'moved', 'copied', 'newMail'];
