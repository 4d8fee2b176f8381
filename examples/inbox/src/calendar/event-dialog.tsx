import { useQuery } from 'urql';
import { Dialog } from '../frame/dialog.tsx';
import { FailurePanel } from '../frame/failure-panel.tsx';
import { failureOf } from '../frame/failure.ts';
import { personName } from '../frame/person.ts';
import { EventDetailsDocument, type ResponseStatus } from '../generated/graphql.ts';
import { AttachmentList } from '../message/attachment-list.tsx';
import { eventWhen } from './event-times.ts';
import { ResponseButtons } from './response-buttons.tsx';

const words: Record<ResponseStatus, string> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'maybe',
  NOT_RESPONDED: 'no answer',
  NONE: 'no answer',
  ORGANIZER: 'organiser',
};

/** Everything about an event. */
export const EventDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const [{ data, error }, ask] = useQuery({ query: EventDetailsDocument, variables: { id } });
  const event = data?.node && 'subject' in data.node ? data.node : undefined;
  return (
    <Dialog title={event?.subject ?? (event ? 'No title' : 'Event')} className="event-details" onClose={onClose}>
      {error !== undefined && event === undefined && (
        <FailurePanel failure={failureOf(error)} retry={() => ask({ requestPolicy: 'network-only' })} />
      )}
      {event === undefined && error === undefined && (
        <div className="skeleton" role="status" aria-label="Reading the event" />
      )}
      {event && (
        <>
          <p>{eventWhen(event)}</p>
          {event.recurrence && <p className="muted">{event.recurrence.summary}</p>}
          {event.location && <p>{event.location}</p>}
          {event.status === 'CANCELLED' && <p className="banner">This meeting was cancelled.</p>}
          {event.isMeeting && !event.isOrganizer && event.status !== 'CANCELLED' && (
            <ResponseButtons id={event.id} response={event.myResponse} />
          )}
          {event.attendees.length > 0 && (
            <>
              <h3>People</h3>
              <ul className="attendees">
                {event.organizer && (
                  <li>
                    {personName(event.organizer)} <span className="muted">organiser</span>
                  </li>
                )}
                {event.attendees.map(({ recipient, response, role }) => (
                  <li key={recipient.address ?? recipient.name}>
                    {personName(recipient)}{' '}
                    <span className="muted">
                      {[role === 'OPTIONAL' ? 'optional' : '', event.isOrganizer ? words[response] : '']
                        .filter(Boolean)
                        .join(', ')}
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
          {event.body?.content && <div className="plain-body">{event.body.content}</div>}
          <AttachmentList attachments={event.attachments} />
        </>
      )}
    </Dialog>
  );
};
