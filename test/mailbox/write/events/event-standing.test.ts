import { describe, expect, it } from 'vitest';
import { isOwnEvent } from '../../../../src/mailbox/write/events/event-standing.ts';
import { eventOf } from './event-of.ts';

describe('an event is its owner’s', () => {
  it.each([
    ['when its state says that it was not received', { appointmentState: 1, isMeeting: true }, true],
    ['not when its state says that it was', { appointmentState: 3, isMeeting: true }, false],
    ['whatever the answer is, where the state is told', { appointmentState: 3, myResponse: 'Organizer' }, false],
    ['when nobody is invited, where no state is told', { isMeeting: false, myResponse: 'Unknown' }, true],
    ['when nothing is told at all', {}, true],
    ['when they have called it, where no state is told', { isMeeting: true, myResponse: 'Organizer' }, true],
    ['not when they are a guest, where no state is told', { isMeeting: true, myResponse: 'Accept' }, false],
  ] as const)('%s', (_when, properties, isOwn) => {
    expect(isOwnEvent(eventOf(properties))).toBe(isOwn);
  });
});
