import { child, type XmlElement } from '../../src/ews/xml.ts';
import { answered, descendants, only, rows } from './answered.ts';
import type { RunningEmulator } from './running-emulator.ts';

/** Prefixes of the FieldURIs that a kind of element can have; the same last word may be asked of several kinds. */
const prefixes: Readonly<Record<string, string>> = {
  Message: 'item message',
  MeetingRequest: 'item message meeting meetingRequest calendar',
  MeetingResponse: 'item message meeting calendar',
  MeetingCancellation: 'item message meeting calendar',
  CalendarItem: 'item calendar',
  Contact: 'item contacts',
  DistributionList: 'item contacts distributionlist',
  Task: 'item task',
};

/** An IndexedFieldURI names an entry; these clients ask for all entries that there can be. */
const dictionaries: Readonly<Record<string, string>> = {
  EmailAddress: 'EmailAddresses',
  ImAddress: 'ImAddresses',
  PhoneNumber: 'PhoneNumbers',
  PhysicalAddress: 'PhysicalAddresses',
};

/** Elements that a request's FieldURIs stand for on that kind of row: `item:Subject` is Subject. */
export const askedElements = (request: XmlElement, kind: string): ReadonlySet<string> => {
  const known = (prefixes[kind] ?? 'folder').split(' ');
  const uris = descendants(request, 'AdditionalProperties')
    .flatMap(({ children }) => children)
    .map(({ attributes }) => (attributes['FieldURI'] ?? '').split(':'));
  const names = uris.filter(([prefix = '']) => known.includes(prefix)).map(([, name = '']) => name);
  return new Set(names.map((name) => dictionaries[name] ?? name));
};

/** Id of an item or folder. */
export const idOf = (row: XmlElement, kind = 'ItemId'): string => child(row, kind)?.attributes['Id'] ?? '';

/** Whole items or folders, for comparison. */
export const whole = async (
  running: RunningEmulator,
  ids: readonly string[],
  kind: 'Item' | 'Folder' = 'Item',
): Promise<readonly XmlElement[]> => {
  const asked = ids.map((id) => `<t:${kind}Id Id="${id}"/>`).join('');
  const text = await running.call(
    `<m:Get${kind}><m:${kind}Shape><t:BaseShape>AllProperties</t:BaseShape></m:${kind}Shape><m:${kind}Ids>${asked}</m:${kind}Ids></m:Get${kind}>`,
  );
  return rows(answered(text).body);
};

/** Values of an extended property by its tag or name, one list for each row. */
export const extended = (row: XmlElement, tagOrName: string): readonly string[] =>
  row.children
    .filter(({ name }) => name === 'ExtendedProperty')
    .filter((property) => {
      const { PropertyTag, PropertyName } = only(property, 'ExtendedFieldURI').attributes;
      return PropertyTag === tagOrName || PropertyName === tagOrName;
    })
    .flatMap((property) => descendants(property, 'Value').map(({ text }) => text));

/** What FindItem and SyncFolderItems never answer, whoever asks (ews-reference, section 3). */
export const onlyByGetItem: ReadonlySet<string> = new Set(
  'Body Attachments InternetMessageHeaders ResponseObjects ToRecipients CcRecipients BccRecipients ReplyTo RequiredAttendees OptionalAttendees Resources Recurrence FirstOccurrence LastOccurrence ModifiedOccurrences DeletedOccurrences ConflictingMeetings AdjacentMeetings AllowNewTimeProposal'.split(
    ' ',
  ),
);

/** Found items cut their strings at 255 characters. */
export const withoutLength = (element: XmlElement): XmlElement => ({ ...element, text: element.text.slice(0, 255) });

/** The first item of each element name in alice's folders, whole. */
export const firstOfEachKind = async (running: RunningEmulator): Promise<readonly XmlElement[]> => {
  const firsts = new Map<string, XmlElement>();
  for (const name of ['inbox', 'calendar', 'contacts', 'tasks']) {
    for (const row of await everyItem(running, name)) if (!firsts.has(row.name)) firsts.set(row.name, row);
  }
  return await whole(
    running,
    [...firsts.values()].map((row) => idOf(row)),
  );
};

/** All items of one of alice's folders with their subjects, page after page. */
export const everyItem = async (running: RunningEmulator, name: string): Promise<readonly XmlElement[]> => {
  const found: XmlElement[] = [];
  for (;;) {
    const page = answered(
      await running.call(
        `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="1000" Offset="${found.length}" BasePoint="Beginning"/><m:ParentFolderIds><t:DistinguishedFolderId Id="${name}"/></m:ParentFolderIds></m:FindItem>`,
      ),
    );
    found.push(...rows(page.body));
    if (only(page.body, 'RootFolder').attributes['IncludesLastItemInRange'] === 'true') return found;
  }
};
