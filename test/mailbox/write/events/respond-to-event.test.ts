import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../../src/ews/errors.ts';
import type { CreateItemInput } from '../../../../src/ews/operations/create-item.ts';
import type { MadeItem } from '../../../../src/ews/operations/written-references.ts';
import { itemId, type ItemId } from '../../../../src/ews/properties/id.ts';
import type { OpenedMailbox } from '../../../../src/mailbox/open-mailbox.ts';
import { respondToEvent, type EventAnswer } from '../../../../src/mailbox/write/events/respond-to-event.ts';
import { WriteRefusal } from '../../../../src/mailbox/write/write-refusal.ts';

const event = itemId('event');
const request = itemId('request');
const anew = itemId('made anew');

const invited = { isMeeting: true, appointmentState: 3, isCancelled: false, itemType: 'Single', uid: 'uid-1' };
const hour = { start: '2031-03-18T09:00:00Z', end: '2031-03-18T10:00:00Z' };

const asEvent = (id: ItemId, properties: object = {}) => ({
  type: 'CalendarItem',
  element: 'CalendarItem',
  id,
  changeKey: 'v1',
  properties: { ...invited, ...hour, ...properties },
});

const asRequest = (properties: object) => ({
  type: 'Message',
  element: 'MeetingRequest',
  id: request,
  changeKey: 'v1',
  properties: { itemClass: 'IPM.Schedule.Meeting.Request', parentFolderId: { id: 'inbox' }, ...properties },
});

/** A mail server that holds these items before and after an answer, and tells of these when it takes one. */
const server = ({
  before,
  after,
  tells,
  fails,
}: {
  readonly before: readonly { readonly id: ItemId }[];
  readonly after: readonly { readonly id: ItemId }[];
  readonly tells: readonly Pick<MadeItem, 'element' | 'id'>[];
  readonly fails?: EwsError;
}) => {
  const asked: string[] = [];
  let held = before;
  const load = async (id: ItemId) => {
    asked.push(`GetItem ${id}`);
    const item = held.find((one) => one.id === id);
    if (item !== undefined) return item;
    throw new EwsError('response', 'GetItem: nothing there', { responseCode: 'ErrorItemNotFound' });
  };
  const mailbox = {
    session: {
      call: async ({ name }: { readonly name: string }, { items, disposition, saveIn }: CreateItemInput) => {
        const [item] = items;
        const what = item !== undefined && 'response' in item ? item.response : 'no answer';
        asked.push(`${name} ${what} ${disposition}${saveIn === undefined ? '' : ` in ${JSON.stringify(saveIn)}`}`);
        if (fails !== undefined) throw fails;
        held = after;
        return tells;
      },
      callEach: async ({ name }: { readonly name: string }, input: object) => {
        if ('parents' in input) {
          asked.push(name);
          const items = held.filter((item) => 'properties' in item && Reflect.get(item, 'type') === 'CalendarItem');
          return [{ items, total: items.length, isLast: true, nextOffset: undefined }];
        }
        asked.push(`${name} ${JSON.stringify(Reflect.get(input, 'ids'))}`);
        return [undefined];
      },
    },
    items: { load, loadMaster: load, forgetAll: () => undefined },
    folders: { targetOfRole: (role: string) => role, ownIfKnown: () => ({ ids: new Set() }) },
  } as unknown as OpenedMailbox;
  return { mailbox, asked };
};

const accepting: EventAnswer = {
  id: event,
  response: 'AcceptItem',
  comment: undefined,
  isSent: true,
  scope: 'ENTIRE_SERIES',
};

describe('the event, after an answer', () => {
  it('is the one that the server tells of', async () => {
    const { mailbox, asked } = server({
      before: [asEvent(event)],
      after: [asEvent(anew)],
      tells: [
        { element: 'MeetingRequest', id: itemId('put aside') },
        { element: 'CalendarItem', id: anew },
      ],
    });
    const read = await respondToEvent(mailbox, accepting);
    expect(await read([])).toMatchObject({ id: anew });
    expect(asked).toEqual(['GetItem event', 'CreateItem AcceptItem SendAndSaveCopy', 'GetItem made anew']);
  });

  it('is where it was on a server that tells of the mail alone, as gromox 3.10 does', async () => {
    const tells = [{ element: 'MeetingResponse', id: itemId('mail') }];
    const byEvent = server({ before: [asEvent(event)], after: [asEvent(event)], tells });
    expect(await (await respondToEvent(byEvent.mailbox, accepting))([])).toMatchObject({ id: event });
    const asking = asRequest({ associatedCalendarItemId: { id: event } });
    const after = [asEvent(event, { parentFolderId: { id: 'calendar' } })];
    const byMessage = server({ before: [asking], after, tells });
    const read = await respondToEvent(byMessage.mailbox, { ...accepting, id: request });
    expect(await read([])).toMatchObject({ id: event });
  });

  it('is found by its UID on a server that makes it anew and does not tell', async () => {
    const other = asEvent(itemId('another'), { uid: 'uid-2' });
    const { mailbox, asked } = server({ before: [asEvent(event)], after: [other, asEvent(anew)], tells: [] });
    const read = await respondToEvent(mailbox, accepting);
    expect(await read([])).toMatchObject({ id: anew });
    expect(asked.slice(2)).toEqual(['GetItem event', 'FindItem', 'GetItem made anew']);
  });

  it('is the occurrence that was answered, where the server tells of the series that it has made anew', async () => {
    const series = itemId('series anew');
    const { mailbox, asked } = server({
      before: [asEvent(event, { itemType: 'Occurrence' })],
      after: [asEvent(anew, { itemType: 'Exception' }), asEvent(series, { itemType: 'RecurringMaster', uid: 'uid-2' })],
      tells: [{ element: 'CalendarItem', id: series }],
    });
    const read = await respondToEvent(mailbox, { ...accepting, scope: 'THIS_OCCURRENCE' });
    expect(await read([])).toMatchObject({ id: anew });
    expect(asked.slice(2)).toEqual(['GetItem series anew', 'FindItem', 'GetItem made anew']);
  });

  it('is none where nothing tells of it, and none after a decline, whatever is told', async () => {
    const gone = server({ before: [asRequest({})], after: [asEvent(anew)], tells: [] });
    expect(await (await respondToEvent(gone.mailbox, { ...accepting, id: request }))([])).toBeUndefined();
    const declined = server({
      before: [asEvent(event)],
      after: [asEvent(anew)],
      tells: [{ element: 'CalendarItem', id: anew }],
    });
    const read = await respondToEvent(declined.mailbox, { ...accepting, response: 'DeclineItem' });
    expect(await read([])).toBeUndefined();
    expect(declined.asked.at(-1)).toBe('GetItem event');
  });
});

it('an answer that is not sent is kept among the deleted items, and removed where the server tells of it', async () => {
  const told = server({
    before: [asEvent(event)],
    after: [asEvent(event)],
    tells: [
      { element: 'CalendarItem', id: event },
      { element: 'MeetingResponse', id: itemId('mail') },
    ],
  });
  await respondToEvent(told.mailbox, { ...accepting, isSent: false });
  expect(told.asked).toEqual([
    'GetItem event',
    'CreateItem AcceptItem SaveOnly in "DELETED_ITEMS"',
    'DeleteItem [{"id":"mail"}]',
  ]);
  const untold = server({ before: [asEvent(event)], after: [asEvent(event)], tells: [] });
  await respondToEvent(untold.mailbox, { ...accepting, isSent: false });
  expect(untold.asked).toHaveLength(2);
});

describe('what a server refuses', () => {
  const refusalOf = async (responseCode: string, mayBeDone = false): Promise<unknown> => {
    const fails = new EwsError('response', 'CreateItem failed', { responseCode, mayBeDone });
    const { mailbox } = server({ before: [asEvent(event)], after: [], tells: [], fails });
    const error: unknown = await respondToEvent(mailbox, accepting).catch((thrown: unknown) => thrown);
    return error instanceof WriteRefusal ? error.refusal : error;
  };

  it.each([
    ['ErrorCalendarIsOrganizerForAccept', 'INVALID'],
    ['ErrorInvalidItemForOperationTentative', 'INVALID'],
    ['ErrorCalendarIsCancelledForDecline', 'CONFLICT'],
    ['ErrorCalendarMeetingRequestIsOutOfDate', 'CONFLICT'],
    ['ErrorCalendarIsDelegatedForAccept', 'CONFLICT'],
  ])('with %s is told in a mail user’s words', async (code, reason) => {
    expect(await refusalOf(code)).toMatchObject({ reason });
  });

  it('stays what the server says otherwise, and so does what nobody knows', async () => {
    expect(await refusalOf('ErrorQuotaExceeded')).toBeInstanceOf(EwsError);
    expect(await refusalOf('ErrorCalendarIsOrganizerForAccept', true)).toBeInstanceOf(EwsError);
  });
});

it('a request that came by delegation is not answered: the event stands in the calendar of somebody else', async () => {
  const { mailbox, asked } = server({ before: [asRequest({ isDelegated: true })], after: [], tells: [] });
  await expect(respondToEvent(mailbox, { ...accepting, id: request })).rejects.toMatchObject({
    refusal: { reason: 'CONFLICT' },
  });
  expect(asked).toEqual([`GetItem ${request}`]);
});
