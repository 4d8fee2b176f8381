import type { NotificationEvent } from '../../ews/properties/notification-event.ts';
import type { NoticedMove } from '../event-source.ts';

/** The items among the events that have a new id; folders keep theirs. Only events of a connection of our own may be believed. */
export const noticedMoves = (events: readonly NotificationEvent[]): readonly NoticedMove[] =>
  events.flatMap((event) =>
    event.kind === 'moved' && event.from?.type === 'item' && event.thing?.type === 'item'
      ? [{ from: event.from.id, to: event.thing.id }]
      : [],
  );
