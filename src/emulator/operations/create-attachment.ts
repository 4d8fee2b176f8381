import { markModified, refuseShared, rootItem } from '../item/attachment-parent.ts';
import { EmulatorError } from '../emulator-error.ts';
import { readEntryId, writeEntryId } from '../store/entry-id.ts';
import { givenAttachment } from '../item/given-attachment.ts';
import { lookUpItem } from '../store/lookup.ts';
import type { SeedAttachment, SeedItem } from '../store/model.ts';
import { newItem } from '../store/new-item.ts';
import { answerEach, type OperationContext, type OperationHandler, success } from '../operation.ts';
import { checkSize } from '../store/quota.ts';
import { changeOccurrence, occurrenceSource } from '../calendar/occurrence-change.ts';
import { occurrenceAt } from '../calendar/recurrence.ts';
import type { StoredItem } from '../store/store.ts';
import { attachTo, attachToOccurrence, sourceOf } from '../store/store-writes.ts';
import { child, node, type XmlNode } from '../xml/xml.ts';

/**
 * Hangs files and items on an item, one after the other; each answer tells the change key that the item has by then. One that fails leaves the
 * others alone. A change key that is not the last is no conflict here.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createattachment-operation
 */
export const createAttachment: OperationHandler = (request, context) =>
  answerEach('CreateAttachment', child(request, 'm:Attachments')?.children ?? [], (given) => {
    const parentId = child(request, 'm:ParentItemId')?.attributes['Id'] ?? '';
    const parent = lookUpItem(context, parentId);
    refuseShared(context, parent);
    const attachment = givenAttachment(given, (item) => attachedItem(context, item));
    const { mime: _, ...source } = sourceOf(parent);
    checkSize({ ...source, attachments: [...source.attachments, attachment] });
    markModified(context, parent);
    const number = attached(parent, readEntryId(parentId).occurrence, attachment);
    const Id = writeEntryId({ ...readEntryId(parentId), attachments: [number] });
    const id = node('t:AttachmentId', { Id, ...rootItem(parent) });
    return success('CreateAttachment', [node('m:Attachments', [node(given.name, [id])])]);
  });

/** Hangs it on the item, or on one occurrence of it, which is an exception of its series from then on. */
const attached = (parent: StoredItem, start: number | undefined, attachment: SeedAttachment): number => {
  if (start === undefined) return attachTo(parent, attachment);
  const occurrence = occurrenceAt(parent, start);
  const isKnown = parent.source.exceptions?.some(({ originalStart }) => Date.parse(originalStart) === start) === true;
  if (!isKnown) {
    const changed = occurrenceSource(occurrence);
    changeOccurrence(parent, occurrence, { changed, lastTold: undefined }, []);
  }
  return attachToOccurrence(parent, new Date(start).toISOString(), attachment);
};

const attachedItem = (context: OperationContext, item: XmlNode): SeedItem => {
  try {
    return newItem(context, item);
  } catch (error) {
    const isKind = error instanceof EmulatorError && error.responseCode === 'ErrorInvalidItemForOperationCreateItem';
    throw isKind ? new EmulatorError('ErrorInvalidItemForOperationCreateItemAttachment') : error;
  }
};
