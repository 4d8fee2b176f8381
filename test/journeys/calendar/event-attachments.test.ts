import { describe, expect, it } from 'vitest';
import { permissions, type Permission } from '../../../src/access/caller.ts';
import { childText } from '../../../src/ews/xml.ts';
import { createEvent, times } from '../../emulator/calendar.ts';
import { getItem, keyIn } from '../../emulator/writing.ts';
import { ewsIdIn, sealedId } from '../journey-of-test.ts';
import { addressOf, startMeetingJourney, type MeetingJourney, type Told } from './meeting-journey.ts';
import { operationsOf, type Answer } from '../start.ts';

const timing = {
  timed: { start: '2031-03-18T09:00:00Z', end: '2031-03-18T10:00:00Z', timeZone: 'Europe/Paris' },
};

interface File {
  readonly id: string;
  readonly name: string;
}

interface Changed {
  readonly done: {
    readonly message: object | null;
    readonly event: { readonly attachments: readonly File[] } | null;
    readonly userErrors: readonly Told[];
  };
}

const make = async (journey: MeetingJourney, event: object = {}): Promise<string> => {
  const input = { mailbox: addressOf('alice'), notify: 'NONE', event: { subject: 'Plan', timing, ...event } };
  return (await journey.done('createEvent', input)).event?.id ?? '';
};

const change = (
  journey: MeetingJourney,
  name: 'addAttachment' | 'removeAttachment',
  input: object,
): Promise<Answer<Changed>> =>
  journey.query<Changed>(
    `mutation ($input: ${name === 'addAttachment' ? 'Add' : 'Remove'}AttachmentInput!) { done: ${name}(input: $input) {
      message { id } event { attachments { id name } } userErrors { __typename code detail } } }`,
    { input },
  );

const file = { name: 'plan.txt', source: { base64: 'YWJj' } };

/** Everything but one of these. */
const without = (...lacking: readonly Permission[]) => permissions.filter((one) => !lacking.includes(one));

describe('files of an event', () => {
  it('are hung on it and taken off again, by whoever may write calendars', async () => {
    const journey = await startMeetingJourney({ held: without('WRITE_MESSAGES') });
    const id = await make(journey);
    const added = await change(journey, 'addAttachment', { id, attachments: [file, { ...file, name: 'b.txt' }] });
    expect(added.errors).toBeUndefined();
    expect(added.data.done).toMatchObject({
      message: null,
      event: { attachments: [{ name: 'plan.txt' }, { name: 'b.txt' }] },
      userErrors: [],
    });
    expect(operationsOf(added)).toEqual(['GetItem', 'GetItem', 'CreateAttachment', 'GetItem']);
    const [first] = added.data.done.event?.attachments ?? [];
    const removed = await change(journey, 'removeAttachment', { ids: [first?.id] });
    expect(removed.data.done).toMatchObject({
      message: null,
      event: { attachments: [{ name: 'b.txt' }] },
      userErrors: [],
    });
    expect(operationsOf(removed)).toEqual(['DeleteAttachment', 'GetItem']);
    expect(childText(await getItem(journey.ews, ewsIdIn(id)), 'HasAttachments')).toBe('true');
  });

  it('are not to be changed by who may write mail only', async () => {
    const journey = await startMeetingJourney({ held: without('WRITE_CALENDAR') });
    const made = await journey.ews.call(createEvent(times('2031-03-18T09:00', '2031-03-18T10:00')));
    const id = sealedId('Item', addressOf('alice'), keyIn(made).id);
    const added = await change(journey, 'addAttachment', { id, attachments: [file] });
    expect(added.data.done).toMatchObject({ event: null, userErrors: [{ code: 'NOT_FOUND' }] });
    expect(operationsOf(added)).toEqual(['GetItem']);
    const ids = [sealedId('EventAttachment', addressOf('alice'), 'x')];
    const removed = await change(journey, 'removeAttachment', { ids });
    expect(removed.data.done).toMatchObject({
      event: null,
      userErrors: [{ code: 'FORBIDDEN', detail: 'This needs WRITE_CALENDAR on this mailbox.' }],
    });
    expect(operationsOf(removed)).toEqual([]);
    expect(childText(await getItem(journey.ews, ewsIdIn(id)), 'HasAttachments')).toBe('false');
  });

  it('hang on a series as a whole, never on one occurrence by mistake', async () => {
    const journey = await startMeetingJourney();
    const series = await make(journey, { recurrence: { rrule: 'FREQ=DAILY;COUNT=3' } });
    const [, second] = await journey.agenda('alice');
    const answer = await change(journey, 'addAttachment', { id: second?.id, attachments: [file] });
    expect(answer.data.done).toMatchObject({ event: null, userErrors: [{ code: 'BAD_USER_INPUT' }] });
    expect(childText(await getItem(journey.ews, ewsIdIn(series)), 'HasAttachments')).toBe('false');
    const whole = await change(journey, 'addAttachment', { id: series, attachments: [file] });
    expect(whole.data.done).toMatchObject({ event: { attachments: [{ name: 'plan.txt' }] }, userErrors: [] });
  });
});
