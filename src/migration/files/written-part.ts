import type { WriteAttachments } from './attachments.ts';
import { contactCard, groupCard } from './contact-card.ts';
import { eventComponents, type WrittenComponents } from './event-components.ts';
import type { PortableItem } from '../portable/portable-item.ts';
import { isRegenerating, taskComponent } from './task-component.ts';

/** What is made of an item that is not a message. */
export interface WrittenPart extends WrittenComponents {
  /** By which the items of a file stand in order. */
  readonly order: string;
  /** In plain words, what the format cannot hold. */
  readonly losses: readonly string[];
}

/** Writes an item in its format. `owner`: address of its mailbox. */
export const writtenPart = async (
  item: Exclude<PortableItem, { readonly kind: 'message' }>,
  surroundings: { readonly owner: string; readonly mark: string; readonly attachments: WriteAttachments },
): Promise<WrittenPart> => {
  switch (item.kind) {
    case 'event': {
      const zone = item.startTimeZone;
      const isLost =
        item.recurrence !== undefined && zone?.iana === undefined && (zone?.definition?.periods ?? []).length === 0;
      return {
        ...(await eventComponents(item, surroundings)),
        order: item.start,
        losses: isLost ? ['the time zone of the series is unknown; it repeats in UTC'] : [],
      };
    }
    case 'task':
      return {
        ...(await taskComponent(item, surroundings)),
        order: item.dueDate ?? item.startDate ?? '',
        losses:
          item.recurrence !== undefined && isRegenerating(item.recurrence)
            ? ['comes again after it is done, which iCalendar cannot say; it stands in X-EWS-RECURRENCE']
            : [],
      };
    case 'contact':
      return {
        ...withoutZones(await contactCard(item, surroundings)),
        order: nameOrder(item.fileAs ?? item.displayName),
      };
    case 'contactGroup':
      return {
        ...withoutZones(await groupCard(item, surroundings)),
        order: nameOrder(item.fileAs ?? item.displayName),
      };
  }
};

const nameOrder = (name: string | undefined): string => (name ?? '').toLowerCase();

const withoutZones = (text: string): Omit<WrittenPart, 'order'> => ({
  text,
  zones: [],
  years: { first: 1970, last: 1970 },
  losses: [],
});
