import { EmulatorError } from '../emulator-error.ts';
import { checkEventTimes } from '../calendar/event-check.ts';
import { actOnMeeting, isMeetingAct } from '../calendar/meeting-act.ts';
import { invitation, noticesOf } from '../calendar/meeting-organizer.ts';
import type { Answered } from '../calendar/meeting-response.ts';
import type { SeedItem } from '../store/model.ts';
import { newItem } from '../store/new-item.ts';
import { answerEach, type OperationContext, type OperationHandler, success } from '../operation.ts';
import { isMailResponse, responseDraft } from '../mail/response-object.ts';
import { send } from '../mail/sending.ts';
import { distinguishedFolder, type StoredFolder, type StoredItem } from '../store/store.ts';
import { addItem } from '../store/store-writes.ts';
import { lookUpHolder } from '../store/target-folder.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/**
 * Saves or sends items, one message for each in order, invites to meetings and answers invitations. What is sent is told without an id.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createitem-operation
 */
export const createItem: OperationHandler = (request, context) => {
  const saved = child(request, 'm:SavedItemFolderId');
  const target = saved && writableFolder(context, saved);
  return answerEach('CreateItem', child(request, 'm:Items')?.children ?? [], (given) =>
    success('CreateItem', [
      node(
        'm:Items',
        created(context, given, request.attributes, target).map((item) => asCreated(item, given)),
      ),
    ]),
  );
};

/** An item as writing operations answer it: its id and its new change key. */
export const withIdOnly = ({ element }: Pick<StoredItem, 'element'>): XmlNode =>
  node(element.name, [child(element, 't:ItemId')]);

/**
 * As `withIdOnly`, with the ids of attachments that came with the item, in their order. The EWS Managed API and its translations take those ids as
 * their attachments', and without them attach all once more; exchangelib reads them too.
 */
const asCreated = (item: Pick<StoredItem, 'element'>, given: XmlNode): XmlNode => {
  const attached = child(given, 't:Attachments') && child(item.element, 't:Attachments');
  const named = attached?.children.map(({ name, children: [id] }) => node(name, [id]));
  const { name, children } = withIdOnly(item);
  return node(name, [...children, named && node('t:Attachments', named)]);
};

/**
 * The folder that m:SavedItemFolderId names. Throws EmulatorError: ErrorSavedItemFolderNotFound, ErrorAccessDenied for another mailbox's,
 * ErrorInvalidFolderTypeForOperation for a saved search.
 */
export const writableFolder = (context: OperationContext, holder: XmlNode): StoredFolder => {
  const folder = lookUpHolder(context, holder, 'ErrorSavedItemFolderNotFound');
  if (folder.mailbox !== context.mailbox) throw new EmulatorError('ErrorAccessDenied');
  if (folder.searchParameters !== undefined) throw new EmulatorError('ErrorInvalidFolderTypeForOperation');
  return folder;
};

/** The folder with this well-known id. Throws EmulatorError ErrorSavedItemFolderNotFound. */
export const defaultFolder = ({ mailbox }: OperationContext, distinguishedId: string): StoredFolder => {
  const folder = distinguishedFolder(mailbox, distinguishedId);
  if (folder === undefined) throw new EmulatorError('ErrorSavedItemFolderNotFound');
  return folder;
};

const created = (
  context: OperationContext,
  given: XmlNode,
  { MessageDisposition: disposition, SendMeetingInvitations: invitations }: Readonly<Record<string, string>>,
  target: StoredFolder | undefined,
): Answered => {
  if (isMeetingAct(given)) return actOnMeeting(context, given, disposition, target);
  const isMail = isMailResponse(given) || mailNames.has(given.name);
  return isMail ? createMail(context, given, disposition, target) : [savePlain(context, given, invitations, target)];
};

const mailNames = new Set(['t:Item', 't:Message']);

const createMail = (
  context: OperationContext,
  given: XmlNode,
  disposition: string | undefined,
  target: StoredFolder | undefined,
): readonly StoredItem[] => {
  if (disposition === undefined) throw new EmulatorError('ErrorMessageDispositionRequired');
  const draft = isMailResponse(given) ? responseDraft(context, given) : newItem(context, given);
  if (disposition === 'SaveOnly') return [save(target ?? defaultFolder(context, 'drafts'), draft)];
  send(context, draft, disposition === 'SendOnly' ? undefined : (target ?? defaultFolder(context, 'sentitems')));
  return [];
};

const savePlain = (
  context: OperationContext,
  given: XmlNode,
  invitations: string | undefined,
  target: StoredFolder | undefined,
): StoredItem => {
  const home = homes[given.name];
  // What else there is in the schema but not here.
  if (home === undefined) throw new EmulatorError('ErrorInvalidOperation');
  if (given.name === 't:CalendarItem') {
    if (invitations === undefined) throw new EmulatorError('ErrorSendMeetingInvitationsRequired');
  }
  const folder = target ?? defaultFolder(context, home.folder);
  if (!folder.folderClass.startsWith(home.folderClass)) throw new EmulatorError(home.refusal);
  const item = newItem(context, given);
  if (given.name !== 't:CalendarItem') return save(folder, item);
  checkEventTimes(item.element);
  const meeting = { source: item, occurrence: undefined };
  const { event, tell } = invitation(context, meeting, noticesOf(invitations ?? 'SendToNone'));
  const saved = save(folder, { ...item, element: event, key: childText(event, 't:UID') ?? '' });
  tell();
  return saved;
};

const save = (folder: StoredFolder, item: SeedItem): StoredItem => addItem(folder.mailbox, folder, item);

/** Where an item of a kind goes by itself, what class a folder for it has, and the answer for any other. */
const homes: Readonly<
  Record<string, { readonly folder: string; readonly folderClass: string; readonly refusal: string }>
> = {
  't:CalendarItem': {
    folder: 'calendar',
    folderClass: 'IPF.Appointment',
    refusal: 'ErrorCannotCreateCalendarItemInNonCalendarFolder',
  },
  't:Contact': {
    folder: 'contacts',
    folderClass: 'IPF.Contact',
    refusal: 'ErrorCannotCreateContactInNonContactFolder',
  },
  't:DistributionList': {
    folder: 'contacts',
    folderClass: 'IPF.Contact',
    refusal: 'ErrorCannotCreateContactInNonContactFolder',
  },
  't:Task': { folder: 'tasks', folderClass: 'IPF.Task', refusal: 'ErrorCannotCreateTaskInNonTaskFolder' },
  't:PostItem': { folder: 'inbox', folderClass: 'IPF.Note', refusal: 'ErrorCannotCreatePostItemInNonMailFolder' },
};
