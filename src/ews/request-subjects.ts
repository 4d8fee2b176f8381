import type { XmlElement } from './xml.ts';

/** A thing that a request names: by an EWS id, or a folder by its well-known name (`inbox`). */
export interface RequestSubject {
  readonly kind: 'Item' | 'Folder' | 'Attachment' | 'Rule' | 'WellKnownFolder';
  /** The EWS id, or the well-known name. */
  readonly id: string;
}

/** The elements that name something, and the attribute with which they do it, or without one their text; the schema's ItemIdType and its kin, BaseFolderIdType and RequestAttachmentIdType. */
const naming: Readonly<Record<string, { readonly kind: RequestSubject['kind']; readonly attribute?: string }>> = {
  't:ItemId': { kind: 'Item', attribute: 'Id' },
  't:OccurrenceItemId': { kind: 'Item', attribute: 'RecurringMasterId' },
  't:RecurringMasterItemId': { kind: 'Item', attribute: 'OccurrenceId' },
  /** The item that files are hung on. */
  'm:ParentItemId': { kind: 'Item', attribute: 'Id' },
  /** The item that is answered or forwarded. */
  't:ReferenceItemId': { kind: 'Item', attribute: 'Id' },
  't:FolderId': { kind: 'Folder', attribute: 'Id' },
  't:DistinguishedFolderId': { kind: 'WellKnownFolder', attribute: 'Id' },
  't:AttachmentId': { kind: 'Attachment', attribute: 'Id' },
  /** The one whose id is its text. */
  't:RuleId': { kind: 'Rule' },
};

/**
 * What a request is about, in its order, read from the element that is sent: no operation can forget to tell what it asks for. Nothing else of the
 * request is looked at, so no search text and no value that is written.
 */
export const requestSubjects = (request: XmlElement): readonly RequestSubject[] => {
  const found: RequestSubject[] = [];
  const visit = ({ name, attributes, text, children }: XmlElement): void => {
    const names = naming[name];
    const id = names?.attribute === undefined ? text : attributes[names.attribute];
    if (names !== undefined && id !== undefined) found.push({ kind: names.kind, id });
    children.forEach(visit);
  };
  visit(request);
  return found;
};
