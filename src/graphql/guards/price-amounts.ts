import { longestWindowMs } from '../../ews/properties/availability-request.ts';
import type { GlobalId } from '../../global-id.ts';
import { durationMs } from '../duration.ts';
import { isUploadedFile } from '../inputs/uploaded-file.ts';

/** The arguments of a field, by name. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A number, or how it follows from the arguments of the field. */
export type Amount = number | ((args: Arguments, open: OpenId) => number);

/** Reads an id of the gateway; undefined for any other text. */
export type OpenId = (text: string) => GlobalId | undefined;

/** No page is larger; what asks for more is refused by the field itself or by its cost, and must not overflow here. */
const mostRows = 1_000_000;
const bounded = (size: number, most = mostRows): number => Math.min(Math.max(Math.ceil(size), 1), most);

const numberIn = (args: Arguments, name: string): number => {
  const value = args[name];
  return typeof value === 'number' ? value : 0;
};

/** The page that `first` or `last` asks for. */
export const pageOf =
  (defaultSize: number) =>
  (args: Arguments): number =>
    bounded(Math.max(numberIn(args, 'first'), numberIn(args, 'last')) || defaultSize);

/** Calls that a list may make whose filter the mail server can only answer nearly: a FindItem and a GetItem each time that it looks for more. */
export const checkedListCalls = 12;

const isObject = (value: unknown): value is Arguments => typeof value === 'object' && value !== null;
/** Whether a client said anything there. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Conditions on recipients that the display text which the mail server keeps of them cannot settle: these lists are read on and checked row by row. */
const checkedConditions = (filter: unknown): readonly unknown[] => {
  if (!isObject(filter)) return [];
  const { to, cc, participants, and } = filter;
  const own = [to, cc, participants].flatMap((condition) =>
    isObject(condition) ? [condition['equals'], condition['startsWith'], condition['in']].filter(isGiven) : [],
  );
  const inside: readonly unknown[] = Array.isArray(and) ? and : [];
  return [...own, ...inside.flatMap(checkedConditions)];
};

/** The directory is asked for the name of each address in them, by calls to the WorkMail API, whose quota is small. */
export const listCalls = ({ filter }: Arguments): number => {
  const conditions = checkedConditions(filter);
  if (conditions.length === 0) return 2;
  return checkedListCalls + conditions.flat().filter((text) => typeof text === 'string' && text.includes('@')).length;
};

const twoYearsMs = 2 * 365 * 86_400_000;
/** Ten years; a longer window is refused before any call. */
const mostViews = 6;

/** Exchange shows two years of a calendar in a call. */
export const calendarViews = ({ window }: Arguments): number => {
  const { start, end } = window as { readonly start: string; readonly end: string };
  return bounded((Date.parse(end) - Date.parse(start)) / twoYearsMs || 1, mostViews);
};

/** As many as `limit` asks for. */
export const namesOf = (args: Arguments): number => bounded(numberIn(args, 'limit') || 20);

/** Slots of free and busy times that cost as much as one thing shown. */
const slotsAShown = 100;
const halfHour = 1_800_000;
/** Addresses whose time is asked about, each as often as it is named: so often it is answered. */
export const addressesOf = ({ input }: Arguments): number =>
  isObject(input) && Array.isArray(input['addresses']) ? bounded(input['addresses'].length) : 1;

/** What it takes to tell everybody's slots: of `availability`, whose window and slots are in its input, or of a room. */
export const slotsOf = (args: Arguments): number => {
  const asked = isObject(args['input']) ? args['input'] : args;
  const { start, end } = asked['window'] as { readonly start: string; readonly end: string };
  const length = Math.min(Math.max(Date.parse(end) - Date.parse(start) || 0, 0), longestWindowMs);
  const slotMs = typeof asked['slot'] === 'string' ? (durationMs(asked['slot']) ?? halfHour) : halfHour;
  return 1 + Math.ceil((addressesOf(args) * length) / Math.max(slotMs, 300_000) / slotsAShown);
};

/** As often as whatever tells slots or what fills them is paid: each time that it is selected it is told anew. */
export const timesOf = (args: Arguments): number => Math.max(addressesOf(args), slotsOf(args));

/** What it takes to find out whose the addresses are, where it has to be known who may see more of them than when they are busy. */
export const detailOf = (args: Arguments): number =>
  isObject(args['input']) && args['input']['detail'] === 'DETAILED' ? lookUpCost * addressesOf(args) : 0;
/** Half as dear as to open a mailbox: the directory knows most of them from its list. */
const lookUpCost = 25;

/** As many as `maxResults` asks for. */
export const suggestionsOf = ({ input }: Arguments): number =>
  isObject(input) ? bounded(numberIn(input, 'maxResults') || 10, 100) : 1;

const mebibyte = 1024 * 1024;
/** Mebibytes that base64 may hold in memory, up to the eight that it accepts. */
export const mebibytes = (args: Arguments): number => bounded((numberIn(args, 'maxBytes') || mebibyte) / mebibyte, 8);

/** As many ids as `nodes` accepts; more are refused before any call. */
const mostIds = 1000;
/** How many ids the field itself was given. */
export const numberOfIds = ({ ids }: Arguments): number => (Array.isArray(ids) ? bounded(ids.length) : 1);
/** Those of them that the gateway can read. */
export const idsOf = ({ ids }: Arguments, open: OpenId): readonly GlobalId[] =>
  Array.isArray(ids) ? ids.slice(0, mostIds).flatMap((id) => open(String(id)) ?? []) : [];

/** How many ids a mutation was given; more than it accepts are refused before any call. */
export const mostWritten = ({ input }: Arguments): number => (isObject(input) ? numberOfIds(input) : 1);

/** Whether a draft quotes another message. */
export const answersSomething = (input: unknown): boolean =>
  isObject(input) && (isGiven(input['replyTo']) || isGiven(input['forwardOf']));

/** Whether something in it is to be copied from the mailbox. */
const copiesSomething = (input: unknown): boolean => {
  if (Array.isArray(input)) return input.some(copiesSomething);
  return isObject(input) && Object.entries(input).some(([name, part]) => name === 'copyOf' || copiesSomething(part));
};

/** Attachments are copied by one call, messages by another. */
const copyCalls = ({ input }: Arguments): number => (copiesSomething(input) ? 2 : 0);

/** Bytes of the files in it that came with the request: each use of one goes to the mail server by itself. */
const uploadedBytes = (input: unknown): number => {
  if (isUploadedFile(input)) return input.size;
  return isObject(input) ? Object.values(input).reduce<number>((sum, part) => sum + uploadedBytes(part), 0) : 0;
};

/** A mebibyte keeps gateway and mail server as busy as a call. */
const uploadCalls = ({ input }: Arguments): number => Math.ceil(uploadedBytes(input) / mebibyte);

/** Calls that files of any source are counted as. */
export const fileCalls = (args: Arguments): number => copyCalls(args) + uploadCalls(args);

/** Deliveries that keep the mail server as busy as a call. */
const deliveriesACall = 50;

/** What comes of the recipients of a message that is sent: one request may be five hundred deliveries. */
export const deliveryCalls = ({ input }: Arguments): number => {
  const message = isObject(input) ? input['message'] : undefined;
  if (!isObject(message)) return 0;
  const lists = ['to', 'cc', 'bcc'].map((name) => message[name]);
  const people = lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
  return Math.floor(people / deliveriesACall);
};

/** Invitations and updates to those whom the input of an event names: each a delivery, and an event in another calendar. */
export const invitationCalls = ({ input }: Arguments): number => {
  if (!isObject(input) || input['notify'] === 'NONE') return 0;
  const contents = [input['event'], input['patch']].map((content) => (isObject(content) ? content['attendees'] : []));
  const people = [...contents, input['addAttendees'], input['removeAttendees']];
  return Math.floor(
    people.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0) / deliveriesACall,
  );
};

/** Whole days are those of the mailbox's zone, which is looked for once. */
export const zoneCalls = ({ input }: Arguments): number => {
  if (!isObject(input)) return 0;
  const content = input['event'] ?? input['patch'];
  const timing = isObject(content) ? content['timing'] : undefined;
  return isObject(timing) && isGiven(timing['allDay']) ? 3 : 0;
};

/** A split takes a look, its files, a new series and what was deleted of it, the end of the old one and what was changed of that, and the mail of both. */
export const updateCalls = ({ input }: Arguments): number =>
  isObject(input) && input['scope'] === 'THIS_AND_FOLLOWING' ? 10 : 5;
