import { envelopes } from './envelopes.ts';
import { EwsError } from './errors.ts';
import type { EwsSession } from './operation.ts';
import { getStreamingEvents, type GetStreamingEventsInput } from './operations/get-streaming-events.ts';
import type { EventNotification } from './properties/notification-event.ts';
import { responseError, responseIn, responseMessages } from './soap.ts';
import { childrenNamed, child, type XmlElement } from './xml.ts';

/** Events of which subscriptions, and how long a silence is believed. */
export interface EventStreamInput extends GetStreamingEventsInput {
  /** Without a word from the server for so long the connection is taken for dead, milliseconds. gromox 3.10 speaks every 45 s at least. */
  readonly silenceMs: number;
}

/** Subscriptions that the server brings no events of, or not all. */
export interface SubscriptionFailure {
  readonly subscriptionIds: readonly string[];
  /** ErrorSubscriptionNotFound: gone. ErrorMissedNotificationEvents: it goes on, with a gap. */
  readonly error: EwsError;
}

/** What came at once. Neither the one nor the other: a sign of life, such as the first word on a new connection. */
export interface StreamedEvents {
  readonly notifications: readonly EventNotification[];
  readonly failures: readonly SubscriptionFailure[];
}

/**
 * Opens a connection for events; resolves when the server has taken it on. Ends normally when the server closes it, which it does when its time is
 * over: open the next one. Throws EwsError, then too: what `open` throws, a failure of the whole connection (ErrorServerBusy, a fault), `timeout`
 * after silence, `decode`, `tooLarge`. Closing the iterator, also while it is waited for, ends the connection.
 */
export const openEventStream = async (
  session: EwsSession,
  { silenceMs, ...input }: EventStreamInput,
): Promise<AsyncIterable<StreamedEvents>> => {
  const received = envelopes(await session.open(getStreamingEvents, input), silenceMs)[Symbol.asyncIterator]();
  const events = read(received, input, (error) => told(session, error));
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => events.next(),
      return: async () => {
        await received.return?.();
        return events.return(undefined);
      },
    }),
  };
};

async function* read(
  received: AsyncIterator<XmlElement>,
  input: GetStreamingEventsInput,
  named: (error: EwsError) => EwsError,
): AsyncGenerator<StreamedEvents> {
  try {
    for (let step = await received.next(); step.done !== true; step = await received.next()) {
      const { isLast, ...streamed } = streamedEvents(step.value, input, named);
      if (streamed.notifications.length > 0 || streamed.failures.length > 0 || !isLast) yield streamed;
      if (isLast) return;
    }
  } catch (error) {
    throw error instanceof EwsError ? named(error) : error;
  } finally {
    await received.return?.();
  }
}

/** Throws EwsError for what does not concern some of the subscriptions alone. */
const streamedEvents = (
  envelope: XmlElement,
  input: GetStreamingEventsInput,
  named: (error: EwsError) => EwsError,
): StreamedEvents & { readonly isLast: boolean } => {
  const notifications: EventNotification[] = [];
  const failures: SubscriptionFailure[] = [];
  let isLast = false;
  for (const message of responseMessages(responseIn(envelope, getStreamingEvents.name))) {
    const error = responseError(message);
    const subscriptionIds = failedIds(message);
    if (error !== undefined && subscriptionIds.length === 0) throw error;
    if (error !== undefined) failures.push({ subscriptionIds, error: named(error) });
    const streamed = getStreamingEvents.decode(message, input);
    notifications.push(...streamed.notifications);
    isLast ||= streamed.isLast;
  }
  return { notifications, failures, isLast };
};

const failedIds = (message: XmlElement): readonly string[] => {
  const ids = child(message, 'ErrorSubscriptionIds');
  return ids === undefined ? [] : childrenNamed(ids, 'SubscriptionId').map(({ text }) => text.trim());
};

/** The same error, saying what was attempted and as whom; those of the connection say it already. */
const told = ({ mailbox }: EwsSession, error: EwsError): EwsError => {
  const { name } = getStreamingEvents;
  if (error.operation !== undefined) return error;
  return error.with({ operation: name, message: `${name} as ${mailbox}: ${error.message}` });
};
