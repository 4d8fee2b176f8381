import { cancelEvent } from '../../mailbox/write/events/cancel-event.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needs } from '../guards/permission.ts';
import { AttendeeNotification } from '../inputs/attendee-notification.ts';
import { collectIssues } from '../inputs/checked-text.ts';
import { readComment } from '../inputs/comment.ts';
import { OccurrenceScope } from '../inputs/occurrence-scope.ts';
import { EventPayload, type WrittenEvent } from '../refs.ts';
import { mutateItem } from './mutate.ts';
import { readEvent } from './read-event.ts';

const CancelEventInput = builder.inputType('CancelEventInput', {
  description: 'An event that shall not take place.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description:
        'The event, which this mailbox must own. What somebody else has called is declined (`respondToEvent`) or deleted (`deleteItems`).',
    }),
    scope: t.field({
      type: OccurrenceScope,
      required: true,
      defaultValue: 'THIS_OCCURRENCE',
      description:
        'Which part of a series: THIS_OCCURRENCE takes the id of one occurrence, THIS_AND_FOLLOWING that of the first one that is off, ENTIRE_SERIES that of the series or of any occurrence. What is left before THIS_AND_FOLLOWING is the `event` of the payload; from the first occurrence on it is the entire series.',
    }),
    notify: t.field({
      type: AttendeeNotification,
      required: true,
      description:
        'Who is told. ALL and CHANGED_ONLY mean the same here: a cancellation concerns everybody. With NONE the event stays in the calendars of those who are invited, as if nothing had happened.',
    }),
    comment: t.string({
      description:
        'Plain text that the attendees read in the cancellation; not with `notify: NONE`, nor with THIS_AND_FOLLOWING, of which they are told by an update of the series.',
    }),
  }),
});

builder.mutationFields((t) => ({
  cancelEvent: t.field({
    complexity: cost('eventCancellation'),
    type: EventPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_CALENDAR'),
    description:
      'Calls off an event of one’s own and moves it to Deleted Items. Needs SEND too when attendees are told. What is cancelled already, or gone, is a NotFoundError.',
    args: { input: t.arg({ type: CancelEventInput, required: true, description: 'Which event, and who is told.' }) },
    resolve: (_root, { input }, context, info) => {
      const { id: idText, scope, notify, comment } = input;
      let series: WrittenEvent | undefined;
      return mutateItem(context, info, {
        id: idText,
        doneByThen: () => series,
        work: async (mailbox, id) => {
          const isTold = notify !== 'NONE';
          const { note, refuse } = collectIssues();
          const isRest = scope === 'THIS_AND_FOLLOWING';
          const unread = isRest
            ? 'cannot go with THIS_AND_FOLLOWING: the attendees get what is left of the series, which carries no comment.'
            : 'would be read by nobody: notify is NONE.';
          const said = readComment(comment, { asked: isTold && !isRest, otherwise: unread }, note);
          refuse();
          await cancelEvent(mailbox, {
            id,
            scope,
            isTold,
            comment: said,
            demandMail: () => demandAll(context, mailbox, info, ['SEND']),
            onShortened: (shortened) => void (series = { event: readEvent(mailbox, shortened) }),
          });
          return series ?? {};
        },
      });
    },
  }),
}));
