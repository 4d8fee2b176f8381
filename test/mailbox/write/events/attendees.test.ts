import { describe, expect, it } from 'vitest';
import type { Attendee } from '../../../../src/ews/properties/recipient.ts';
import {
  changedAttendeeRows,
  invitedAfter,
  newAttendeeRows,
  unanswered,
  type AttendeeRole,
  type Invited,
} from '../../../../src/mailbox/write/events/attendees.ts';

const person = (
  name: string,
  role: AttendeeRole = 'REQUIRED',
  response: Attendee['response'] = 'Unknown',
): Invited => ({
  role,
  attendee: { mailbox: { address: `${name}@example.test` }, response },
});

const ann = person('ann', 'REQUIRED', 'Accept');
const bob = person('bob', 'OPTIONAL', 'Decline');
const nameless: Invited = { role: 'REQUIRED', attendee: { mailbox: { name: 'Somebody' }, response: 'Unknown' } };

describe('the list after a change', () => {
  it('keeps whoever is not named, and those without an address too', () => {
    expect(invitedAfter([ann, nameless, bob], { added: [], removed: ['ann@example.test', 'x@example.test'] })).toEqual([
      nameless,
      bob,
    ]);
  });

  it('gives who is added again the new role and the new name, with the old answer', () => {
    const again: Invited = {
      role: 'OPTIONAL',
      attendee: { mailbox: { address: 'ANN@example.test', name: 'Ann' }, response: 'Unknown' },
    };
    expect(invitedAfter([ann, bob], { added: [again], removed: [] })).toEqual([
      { role: 'OPTIONAL', attendee: { mailbox: again.attendee.mailbox, response: 'Accept' } },
      bob,
    ]);
  });

  it('is the new one as a whole, with the answers of those who stay', () => {
    const replacement = [person('cat'), person('bob', 'REQUIRED')];
    expect(invitedAfter([ann, bob], { replacement, added: [], removed: [] })).toEqual([
      person('cat'),
      person('bob', 'REQUIRED', 'Decline'),
    ]);
    expect(invitedAfter([ann], { replacement: [], added: [], removed: [] })).toEqual([]);
  });
});

describe('what is written', () => {
  it('are the lists that differ, whole, and null for one that is empty now', () => {
    expect(changedAttendeeRows([ann, bob], [ann, bob])).toEqual({});
    expect(changedAttendeeRows([ann, bob], [ann, person('room', 'RESOURCE')])).toEqual({
      optionalAttendees: null,
      resources: [person('room').attendee],
    });
  });

  it('of a new event are the lists that have somebody', () => {
    expect(newAttendeeRows([ann])).toEqual({ requiredAttendees: [ann.attendee] });
    expect(newAttendeeRows([])).toEqual({});
  });

  it('to something new is answered by nobody', () => {
    expect(unanswered([ann, bob])).toEqual([person('ann'), person('bob', 'OPTIONAL')]);
  });
});
