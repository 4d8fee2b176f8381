import type { AttendeeRole as Role, Invited } from '../../mailbox/write/events/attendees.ts';
import { builder } from '../builder.ts';
import { AttendeeRole } from '../events/calendar-enums.ts';
import type { Note } from './checked-text.ts';
import { readRecipients, type RecipientInputShape } from './recipients.ts';

/** Somebody to invite, as a client sends it. */
export interface AttendeeInputShape extends RecipientInputShape {
  readonly role: Role;
}

export const AttendeeInput = builder.inputRef<AttendeeInputShape>('AttendeeInput').implement({
  description: 'Somebody to invite to a meeting, or a room or a thing to book for it.',
  fields: (t) => ({
    address: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'One address; that of a group invites all.',
    }),
    name: t.string({ description: 'The name shown for it: one line of at most 255 characters.' }),
    role: t.field({
      type: AttendeeRole,
      required: true,
      defaultValue: 'REQUIRED',
      description: 'How much they are needed; RESOURCE for rooms and equipment, which answer by themselves.',
    }),
  }),
});

/** Reads attendees; one who is named twice is noted. `path`: where they stand in the input. */
export const readAttendees = (
  inputs: readonly AttendeeInputShape[],
  path: readonly string[],
  note: Note,
): readonly Invited[] => {
  const known = new Set<string>();
  const recipients = readRecipients(inputs, path, note) ?? [];
  return inputs.map(({ address, role }, index) => {
    if (known.has(address)) note([...path, String(index), 'address'], 'is named twice.');
    known.add(address);
    return { role, attendee: { mailbox: recipients[index] ?? { address }, response: 'Unknown' } };
  });
};
