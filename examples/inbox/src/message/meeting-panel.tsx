import { ResponseButtons } from '../calendar/response-buttons.tsx';
import { eventWhen, localDay } from '../calendar/event-times.ts';
import { CalendarIcon } from '../frame/icons.tsx';
import { routeHref, useRoute } from '../frame/route.ts';
import type { MessageKind, OpenMessageQuery } from '../generated/graphql.ts';

type Meeting = NonNullable<NonNullable<NonNullable<OpenMessageQuery['mailbox']>['message']>['meeting']>;

interface MeetingPanelProps {
  readonly messageId: string;
  readonly meeting: Meeting;
  readonly kind: MessageKind;
}

/** When and where the meeting is that a message is about, and the answer to it. */
export const MeetingPanel = ({ messageId, meeting: { event, isOutOfDate }, kind }: MeetingPanelProps) => {
  const route = useRoute();
  if (event === null) return <p className="banner">The meeting is not in the calendar any more.</p>;
  return (
    <section className="meeting" aria-label="Meeting">
      <CalendarIcon />
      <div>
        <p>
          <strong>{eventWhen(event)}</strong>
        </p>
        {event.location && <p className="muted">{event.location}</p>}
        {isOutOfDate && <p className="muted">A later message about this meeting has come.</p>}
        <p>
          <a href={routeHref({ ...route, view: 'calendar', date: localDay(event.start), message: '' })}>
            Show in the calendar
          </a>
        </p>
      </div>
      {kind === 'MEETING_REQUEST' && !isOutOfDate && <ResponseButtons id={messageId} response={event.myResponse} />}
    </section>
  );
};
