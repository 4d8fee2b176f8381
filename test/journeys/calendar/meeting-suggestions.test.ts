import { describe, expect, it } from 'vitest';
import { holding, morning, startOffice } from './availability-office.ts';
import { operationsAt, problemsOf } from '../journey-of-test.ts';
import { operationsOf, type Answer, type Journey } from '../start.ts';

describe('suggestions for a meeting', () => {
  interface Suggestions {
    readonly meetingSuggestions: readonly {
      readonly start: string;
      readonly end: string;
      readonly score: number;
      readonly conflicts: readonly string[];
      readonly unknown: readonly string[];
      readonly freeRooms: readonly { readonly name: string; readonly address: string }[];
    }[];
  }
  const suggest = (journey: Journey, input: Readonly<Record<string, unknown>>): Promise<Answer<Suggestions>> =>
    journey.query<Suggestions>(
      'query ($input: MeetingSuggestionInput!) { meetingSuggestions(input: $input) { start end score conflicts unknown freeRooms { name address } } }',
      {
        input: {
          attendees: ['bob@example.test', 'carol@example.test'],
          window: morning,
          duration: 'PT1H',
          asMailbox: 'alice@example.test',
          ...input,
        },
      },
    );

  it('are found in one call from the time of everybody and of the rooms', async () => {
    const journey = await startOffice();
    const answer = await suggest(journey, {
      attendees: ['bob@example.test', 'alice@example.test'],
      optionalAttendees: ['bob@example.test', 'carol@example.test', 'x@elsewhere.example'],
      rooms: ['room@example.test'],
      maxResults: 3,
    });
    expect(answer.errors).toBeUndefined();
    expect(operationsOf(answer)).toEqual(['GetUserAvailability']);
    const room = { name: 'room', address: 'room@example.test' };
    const unknown = ['x@elsewhere.example'];
    expect(answer.data.meetingSuggestions).toEqual([
      // Of six, alice counts two and is tentative, x counts one and is not known.
      {
        start: '2026-03-18T09:30:00Z',
        end: '2026-03-18T10:30:00Z',
        score: 75,
        conflicts: ['alice@example.test'],
        unknown,
        freeRooms: [room],
      },
      {
        start: '2026-03-18T09:00:00Z',
        end: '2026-03-18T10:00:00Z',
        score: 58,
        conflicts: ['alice@example.test', 'carol@example.test'],
        unknown,
        freeRooms: [room],
      },
      {
        start: '2026-03-18T10:00:00Z',
        end: '2026-03-18T11:00:00Z',
        score: 58,
        conflicts: ['alice@example.test'],
        unknown,
        freeRooms: [room],
      },
    ]);
  });

  it('keep to the working hours of whoever invites', async () => {
    const journey = await startOffice();
    // Berlin works until five, which is four o'clock in UTC in March.
    const evening = { start: '2026-03-18T14:00:00Z', end: '2026-03-19T00:00:00Z' };
    const answer = await suggest(journey, { window: evening, attendees: ['carol@example.test'] });
    expect(answer.data.meetingSuggestions.map(({ start: from }) => from.slice(11, 16))).toEqual([
      '14:00',
      '14:30',
      '15:00',
    ]);
    const other = await suggest(journey, {
      window: evening,
      asMailbox: 'carol@example.test',
      attendees: ['bob@example.test'],
    });
    expect(other.data.meetingSuggestions.at(-1)?.start).toBe('2026-03-18T16:00:00Z');
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['nobody to meet', { attendees: [] }, 'attendees must name somebody'],
    ['more time than there is', { duration: 'PT5H' }, 'duration must fit into window'],
    ['a moment', { duration: 'PT4M' }, 'duration must be whole minutes from PT5M to P1D'],
    ['nothing', { maxResults: 0 }, 'maxResults must be from 1 to 100'],
    ['too much', { maxResults: 101 }, 'maxResults must be from 1 to 100'],
    [
      'a hundred people besides whoever invites',
      { attendees: Array.from({ length: 100 }, (_, index) => `p${index}@example.test`) },
      'at most 100 addresses may be named',
    ],
    [
      'several impossible things',
      { attendees: [], duration: 'P2D', window: { start: morning.end, end: morning.start } },
      'attendees must name somebody; window.end must be later than window.start; duration must be whole minutes from PT5M to P1D',
    ],
  ])('are not made for %s', async (_what, input, message) => {
    const journey = await startOffice();
    const answer = await suggest(journey, input);
    expect(problemsOf(answer)).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['meetingSuggestions'], message }]);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('need somebody who sees the calendar of whoever invites', async () => {
    const journey = await startOffice({ access: holding({ 'alice@example.test': ['WRITE_CALENDAR'] }) });
    expect(problemsOf(await suggest(journey, {}))).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(operationsAt(journey)).toEqual([]);
  });
});
