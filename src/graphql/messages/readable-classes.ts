import type { Permission } from '../../access/caller.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import { anyOf, type Restriction } from '../../ews/properties/restriction.ts';
import type { MailboxRights } from '../guards/permission.ts';

/** Beginnings of the item classes of what is no message, by what its content takes. Folders of mail hold such items too: the deleted ones. */
const classesBehind = {
  READ_CALENDAR: ['IPM.Appointment', 'IPM.OLE.CLASS.', 'IPM.Task'],
  READ_CONTACTS: ['IPM.Contact', 'IPM.DistList'],
} as const satisfies Partial<Record<Permission, readonly string[]>>;

/**
 * A condition to stand beside a filter: it leaves out items that the caller may not read, so that nobody finds out what they hold by counting what a
 * filter finds. Undefined for callers who may read every kind.
 */
export const readableClasses = ({ may }: Pick<MailboxRights, 'may'>): Restriction | undefined => {
  const hidden = (['READ_CALENDAR', 'READ_CONTACTS'] as const).filter((permission) => !may([permission]));
  const parts = hidden
    .flatMap((permission) => classesBehind[permission])
    .map((contains): Restriction => ({ property: messageProperties.itemClass, contains, mode: 'Prefixed' }));
  const any = anyOf(parts);
  return any === undefined ? undefined : { not: any };
};
