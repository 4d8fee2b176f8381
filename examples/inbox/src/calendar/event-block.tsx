import type { CSSProperties } from 'react';
import { clockTime } from '../frame/times.ts';
import type { EventBlockFragment } from '../generated/graphql.ts';
import { spanOf } from './event-times.ts';

interface EventBlockProps {
  readonly event: EventBlockFragment;
  readonly onOpen: (id: string) => void;
  readonly style?: CSSProperties;
  /** Whether there is room for one line only. */
  readonly isShort?: boolean;
}

const classOf = ({ myResponse, showAs, status }: EventBlockFragment): string => {
  if (status === 'CANCELLED') return 'event cancelled';
  if (myResponse === 'DECLINED') return 'event declined';
  if (myResponse === 'NOT_RESPONDED' || myResponse === 'TENTATIVE' || showAs === 'TENTATIVE') return 'event open';
  return showAs === 'FREE' ? 'event free' : 'event';
};

/** An event in the grid. */
export const EventBlock = ({ event, onOpen, style, isShort = false }: EventBlockProps) => {
  const { start } = spanOf(event);
  return (
    <button
      type="button"
      className={`${classOf(event)}${isShort ? ' short' : ''}`}
      style={style}
      onClick={() => onOpen(event.id)}
    >
      <span className="title">{event.subject ?? 'No title'}</span>
      {!event.isAllDay && <span className="when">{clockTime(start)}</span>}
      {event.location && <span className="where">{event.location}</span>}
      {event.myResponse === 'NOT_RESPONDED' && <span className="unseen"> Not answered yet</span>}
    </button>
  );
};
