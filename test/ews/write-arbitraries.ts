import fc from 'fast-check';
import { createAttachment } from '../../src/ews/operations/create-attachment.ts';
import { createFolder } from '../../src/ews/operations/create-folder.ts';
import { createItem, type NewItem } from '../../src/ews/operations/create-item.ts';
import { deleteAttachment } from '../../src/ews/operations/delete-attachment.ts';
import { deleteFolder } from '../../src/ews/operations/delete-folder.ts';
import { deleteItem } from '../../src/ews/operations/delete-item.ts';
import { emptyFolder } from '../../src/ews/operations/empty-folder.ts';
import { moveFolder } from '../../src/ews/operations/move-folder.ts';
import { copyItem, moveItem } from '../../src/ews/operations/move-item.ts';
import { sendItem } from '../../src/ews/operations/send-item.ts';
import { updateFolder } from '../../src/ews/operations/update-folder.ts';
import { updateItem, type ItemUpdate } from '../../src/ews/operations/update-item.ts';
import type { NewAttachment } from '../../src/ews/properties/attachment.ts';
import {
  emailEntry,
  emailKeys,
  imEntry,
  imKeys,
  phoneEntry,
  phoneKeys,
  physicalAddressKeys,
  physicalAddressPart,
} from '../../src/ews/properties/contact-entry.ts';
import { attachmentId, itemId } from '../../src/ews/properties/id.ts';
import { newItem } from '../../src/ews/properties/item-element.ts';
import { itemTypes, type ItemType } from '../../src/ews/properties/item-types.ts';
import type { MeetingResponse } from '../../src/ews/properties/meeting-response.ts';
import { headerProperty, markers, metadataProperty } from '../../src/ews/properties/named-property.ts';
import type { AnyProperty, PropertyTable } from '../../src/ews/properties/property.ts';
import type { ResponseObject } from '../../src/ews/properties/response-object.ts';
import { assign } from '../../src/ews/properties/written-rows.ts';
import type { XmlElement } from '../../src/ews/xml.ts';
import { calendarItemSamples, contactSamples, messageSamples, taskSamples } from './properties/samples.ts';
import { filled, folder, folders, item, text } from './request-arbitraries.ts';

const samples: Readonly<Record<ItemType, Readonly<Record<string, unknown>>>> = {
  Message: messageSamples,
  CalendarItem: calendarItemSamples,
  Contact: contactSamples,
  Task: taskSamples,
};
const bytes = fc.uint8Array({ maxLength: 20 }).map((value) => new Blob([value]));
const person = fc.record({ name: text, address: filled }, { requiredKeys: [] });
const body = (type: 'HTML' | 'Text') => text.map((content) => ({ type, content }));

const file: fc.Arbitrary<NewAttachment> = fc.record(
  {
    kind: fc.constant('file' as const),
    name: text,
    contentType: text,
    contentId: text,
    isInline: fc.boolean(),
    content: bytes,
  },
  { requiredKeys: ['kind', 'name', 'content'] },
);
const attachedItem: fc.Arbitrary<NewAttachment> = fc
  .record({ name: text, subject: text, mimeContent: fc.option(bytes) })
  .map(({ name, ...values }) => ({ kind: 'item', name, item: newItem('Message', values) }));
const attachments = fc.array(fc.oneof(file, attachedItem), { minLength: 1, maxLength: 3 });

/** What callers choose freely; other rows take their sample. */
const free: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...Object.fromEntries(
    'itemClass subject inReplyTo internetMessageId references location uid fileAs displayName givenName companyName jobTitle department'
      .split(' ')
      .map((name) => [name, text]),
  ),
  mimeContent: bytes,
  attachments,
  bodyHtml: body('HTML'),
  bodyText: body('Text'),
  categories: fc.array(text, { maxLength: 3 }),
  from: person,
  sender: person,
  toRecipients: fc.array(person, { maxLength: 3 }),
  ccRecipients: fc.array(person, { maxLength: 3 }),
  bccRecipients: fc.array(person, { maxLength: 3 }),
  replyTo: fc.array(person, { maxLength: 3 }),
};

/** Values for any rows that allow it, of one body form; those that may be cleared are sometimes null. */
const valuesOf = (type: ItemType, permission: 'create' | 'update', minLength: number) => {
  const table: PropertyTable = itemTypes[type];
  const names = Object.keys(table).filter((name) => table[name]?.allows[permission] === true && name !== 'bodyText');
  return fc.subarray(names, { minLength }).chain((chosen) =>
    fc.record(
      Object.fromEntries(
        chosen.map((name) => {
          const value = free[name] ?? fc.constant(samples[type][name]);
          return [name, table[name]?.allows.clear === true ? fc.option(value, { freq: 4 }) : value];
        }),
      ),
    ),
  );
};

const named = fc.subarray([
  assign(markers.key, 'k'),
  assign(markers.content, 'c'),
  assign(markers.sending, '2026-03-02T09:00:00Z'),
  assign(metadataProperty('crm'), '{"a<b":"]]>"}'),
  assign(headerProperty('X-Ticket'), '7 & 8'),
]);
/** Entries of a contact, set and taken away. */
const entryChanges = fc
  .tuple(fc.constantFrom(...emailKeys), fc.constantFrom(...phoneKeys), fc.constantFrom(...imKeys), text)
  .chain(([email, phone, im, value]) =>
    fc.subarray(
      [
        assign(emailEntry(email), { address: value, name: value }),
        assign(phoneEntry(phone), value),
        assign(imEntry(im), null),
        ...physicalAddressKeys.flatMap((key) => [
          assign(physicalAddressPart(key, 'street'), value),
          assign(physicalAddressPart(key, 'city'), null),
          assign(physicalAddressPart(key, 'country'), value),
        ]),
      ],
      { minLength: 1 },
    ),
  );
const types = fc.constantFrom<ItemType>('Message', 'CalendarItem', 'Contact', 'Task');
const made = types.chain((type) =>
  fc.record(
    { type: fc.constant(type), properties: valuesOf(type, 'create', 0), named },
    { requiredKeys: ['type', 'properties'] },
  ),
) as fc.Arbitrary<NewItem>;
const response: fc.Arbitrary<ResponseObject> = fc.record(
  {
    response: fc.constantFrom('ReplyToItem', 'ReplyAllToItem', 'ForwardItem'),
    id: text.map(itemId),
    changeKey: text,
    properties: fc.record(
      {
        subject: text,
        toRecipients: fc.array(person),
        ccRecipients: fc.array(person),
        bccRecipients: fc.array(person),
        from: person,
        isReadReceiptRequested: fc.boolean(),
        isDeliveryReceiptRequested: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    newBody: fc.oneof(body('HTML'), body('Text')),
  },
  { requiredKeys: ['response', 'id', 'properties'] },
);
const meetingResponse: fc.Arbitrary<MeetingResponse> = fc.record(
  {
    response: fc.constantFrom('AcceptItem', 'TentativelyAcceptItem', 'DeclineItem', 'CancelCalendarItem'),
    id: text.map(itemId),
    changeKey: text,
    comment: fc.oneof(body('HTML'), body('Text')),
  },
  { requiredKeys: ['response', 'id'] },
);
const changed = fc
  .tuple(
    item,
    types.chain((type) =>
      fc.record(
        {
          type: fc.constant(type),
          changes: valuesOf(type, 'update', 1),
          named: type === 'Contact' ? entryChanges : fc.constant([assign(markers.content, null)]),
        },
        { requiredKeys: ['type', 'changes'] },
      ),
    ),
  )
  .map(([target, change]) => ({ ...target, ...change })) as fc.Arbitrary<ItemUpdate>;

const disposition = fc.constantFrom('SaveOnly', 'SendOnly', 'SendAndSaveCopy');
const deleteType = fc.constantFrom('HardDelete', 'SoftDelete', 'MoveToDeletedItems');
const several = { minLength: 1, maxLength: 3 };
const folderElement = fc.constantFrom('Folder', 'CalendarFolder', 'ContactsFolder', 'TasksFolder');
const ids = fc.array(item, several);

/** A request of every write operation, from inputs of any kind. */
export const writes: Readonly<Record<string, fc.Arbitrary<XmlElement>>> = {
  CreateItem: fc
    .record(
      {
        items: fc.array(fc.oneof(made, response, meetingResponse), several),
        disposition,
        invitations: fc.constantFrom('SendToNone', 'SendOnlyToAll', 'SendToAllAndSaveCopy'),
        saveIn: folder,
      },
      { requiredKeys: ['items', 'disposition'] },
    )
    .map(createItem.encode),
  UpdateItem: fc
    .record(
      {
        changes: fc.array(changed, several),
        conflictResolution: fc.constantFrom('NeverOverwrite', 'AutoResolve', 'AlwaysOverwrite'),
        disposition,
        invitations: fc.constantFrom(
          'SendToNone',
          'SendOnlyToAll',
          'SendOnlyToChanged',
          'SendToAllAndSaveCopy',
          'SendToChangedAndSaveCopy',
        ),
        saveIn: folder,
      },
      { requiredKeys: ['changes', 'conflictResolution', 'disposition'] },
    )
    .map(updateItem.encode),
  DeleteItem: fc
    .record(
      {
        ids,
        deleteType,
        cancellations: fc.constantFrom('SendToNone', 'SendOnlyToAll', 'SendToAllAndSaveCopy'),
        taskOccurrences: fc.constantFrom('AllOccurrences', 'SpecifiedOccurrenceOnly'),
      },
      { requiredKeys: ['ids', 'deleteType'] },
    )
    .map(deleteItem.encode),
  MoveItem: fc.record({ ids, to: folder }).map(moveItem.encode),
  CopyItem: fc.record({ ids, to: folder }).map(copyItem.encode),
  SendItem: fc
    .record({
      ids: fc.array(fc.record({ id: text.map(itemId), changeKey: text }), several),
      saveCopyIn: fc.option(folder),
    })
    .map(sendItem.encode),
  CreateAttachment: fc
    .record({
      parent: fc.record({ id: text.map(itemId), changeKey: text }, { requiredKeys: ['id'] }),
      attachments,
    })
    .map(createAttachment.encode),
  DeleteAttachment: fc.record({ ids: fc.array(text.map(attachmentId), several) }).map(deleteAttachment.encode),
  CreateFolder: fc
    .record({
      parent: folder,
      folders: fc.array(
        fc.record({
          element: folderElement,
          properties: fc.record({ displayName: text, folderClass: text }, { requiredKeys: ['displayName'] }),
        }),
        several,
      ),
    })
    .map(createFolder.encode),
  UpdateFolder: fc
    .array(
      fc
        .tuple(folder, fc.record({ element: folderElement, changes: fc.record({ displayName: text }) }))
        .map(([target, change]) => ({ ...target, ...change })),
      several,
    )
    .map((changes) => updateFolder.encode({ changes })),
  MoveFolder: fc.record({ folders, to: folder }).map(moveFolder.encode),
  DeleteFolder: fc.record({ folders, deleteType }).map(deleteFolder.encode),
  EmptyFolder: fc.record({ folders, deleteType, withSubfolders: fc.boolean() }).map(emptyFolder.encode),
};

/** A CreateItem or UpdateItem for every row of every table that allows it, the row alone in it; clearing is a request of its own. */
export const writesOfEveryRow = (): readonly XmlElement[] =>
  Object.entries(itemTypes).flatMap(([name, table]) =>
    Object.entries<AnyProperty>(table).flatMap(([key, { allows }]) => {
      const type = name as ItemType;
      // Values and types are paired by name here, which the compiler does not follow.
      const properties = { [key]: key === 'attachments' ? attachmentSample : samples[type][key] } as object;
      const update = (changes: object): XmlElement =>
        updateItem.encode({
          changes: [{ id: itemId('a'), type, changes } as ItemUpdate],
          conflictResolution: 'AlwaysOverwrite',
          disposition: 'SaveOnly',
        });
      return [
        ...(allows.create === true
          ? [createItem.encode({ items: [{ type, properties }], disposition: 'SaveOnly' })]
          : []),
        ...(allows.update === true ? [update(properties)] : []),
        ...(allows.clear === true ? [update({ [key]: null })] : []),
      ];
    }),
  );

const attachmentSample: readonly NewAttachment[] = [{ kind: 'file', name: 'a.txt', content: new Blob(['a']) }];
