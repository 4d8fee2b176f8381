import { child, childText, type XmlElement } from './xml.ts';

/** A thing that a request names: by an EWS id, a folder by its well-known name (`inbox`), or somebody else's mailbox by an address. */
export interface RequestSubject {
  readonly kind: 'Item' | 'Folder' | 'Attachment' | 'Rule' | 'WellKnownFolder' | 'Mailbox';
  /** The EWS id, the well-known name, or the address. */
  readonly id: string;
}

/** How an element names something. */
interface Naming {
  readonly kind: RequestSubject['kind'];
  readonly id: (element: XmlElement) => string | undefined;
}

const byAttribute = (kind: Naming['kind'], name: string): Naming => ({
  kind,
  id: ({ attributes }) => attributes[name],
});

const addressIn = (element: XmlElement): string | undefined => {
  const email = child(element, 't:Email');
  return email && childText(email, 't:Address');
};

/** The elements that name something: the schema's ItemIdType and its kin, BaseFolderIdType, RequestAttachmentIdType and MailboxData. */
const naming: Readonly<Record<string, Naming>> = {
  't:ItemId': byAttribute('Item', 'Id'),
  't:OccurrenceItemId': byAttribute('Item', 'RecurringMasterId'),
  't:RecurringMasterItemId': byAttribute('Item', 'OccurrenceId'),
  /** The item that files are hung on. */
  'm:ParentItemId': byAttribute('Item', 'Id'),
  /** The item that is answered or forwarded. */
  't:ReferenceItemId': byAttribute('Item', 'Id'),
  't:FolderId': byAttribute('Folder', 'Id'),
  't:DistinguishedFolderId': byAttribute('WellKnownFolder', 'Id'),
  't:AttachmentId': byAttribute('Attachment', 'Id'),
  /** The one whose id is its text. */
  't:RuleId': { kind: 'Rule', id: ({ text }) => text },
  /** Somebody whose time is asked about. */
  't:MailboxData': { kind: 'Mailbox', id: addressIn },
};

/**
 * What a request is about, in its order, read from the element that is sent: no operation can forget to tell what it asks for. Nothing else of the
 * request is looked at, so no search text and no value that is written.
 */
export const requestSubjects = (request: XmlElement): readonly RequestSubject[] => {
  const found: RequestSubject[] = [];
  const visit = (element: XmlElement): void => {
    const names = naming[element.name];
    const id = names?.id(element);
    if (names !== undefined && id !== undefined) found.push({ kind: names.kind, id });
    element.children.forEach(visit);
  };
  visit(request);
  return found;
};
