import { EwsError } from '../ews/errors.ts';
import {
  maxSendNotificationBytes,
  readSendNotification,
  sendNotificationResult,
} from '../ews/operations/send-notification.ts';
import { pushPath, type Push, type PushEndpoints } from '../notifications/sources/push-endpoints.ts';
import type { Audit } from '../telemetry/audit.ts';
import { problem } from './problem.ts';
import { bodyReader, BodyCutError, BodyTooLargeError } from './request-body.ts';
import type { Route, RouteAnswer } from './route.ts';

interface NotificationsServices {
  readonly endpoints: Pick<PushEndpoints, 'find'>;
  /** Told of paths that no gateway has made, once a minute at most. */
  readonly audit: Audit;
  /** A monotonic clock, milliseconds. */
  readonly now: () => number;
}

const leastBetweenLinesMs = 60_000;

const answer = (status: 'OK' | 'Unsubscribe', headers: Readonly<Record<string, string>> = {}): RouteAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: sendNotificationResult(status),
});

/**
 * Where mail servers send what happens in mailboxes. A path that no gateway has made is not found, before anything that is sent there is read. On the
 * others nothing is believed: whatever arrives, also what is too long or makes no sense, has the mailbox looked at and is answered with 200, since a
 * server sends again what is answered otherwise, and then gives the subscription up.
 */
export const notificationsRoute = ({ endpoints, audit, now }: NotificationsServices): Route => {
  let forged = 0;
  let toldAtMs: number | undefined;
  const noteForged = (requestId: string): void => {
    forged += 1;
    if (toldAtMs !== undefined && now() - toldAtMs < leastBetweenLinesMs) return;
    audit({ requestId, route: 'notifications', caller: undefined }).refusal({ reason: 'BAD_PUSH', count: forged });
    toldAtMs = now();
    forged = 0;
  };

  return {
    path: pushPath,
    methods: ['POST'],
    handle: async ({ request, url, requestId }) => {
      const path = endpoints.find(url.pathname.slice(pushPath.length));
      if (path === undefined) {
        noteForged(requestId);
        // What is still being sent is not wanted.
        return problem(404, 'There is nothing here', { connection: 'close' });
      }
      if (path.isOver) return answer('Unsubscribe');
      try {
        return answer(await path.take(pushIn(await bodyOf(request))));
      } catch (error) {
        if (error instanceof BodyTooLargeError)
          return answer(await path.take({ type: 'changed', events: [] }), { connection: 'close' });
        if (error instanceof BodyCutError) return problem(400, 'The notification was cut');
        throw error;
      }
    },
  };
};

const bodyOf = async (request: Request): Promise<Uint8Array> => {
  const read = bodyReader(request, maxSendNotificationBytes);
  const pieces: Uint8Array[] = [];
  for (let piece = await read(); piece !== undefined; piece = await read()) pieces.push(piece);
  return Buffer.concat(pieces);
};

const pushIn = (body: Uint8Array): Push => {
  try {
    const sent = readSendNotification(body);
    if (sent.some((message) => message instanceof EwsError)) return { type: 'lost' };
    const events = sent.flatMap((message) => (message instanceof EwsError ? [] : message.events));
    return events.length > 0 && events.every(({ kind }) => kind === 'status')
      ? { type: 'status' }
      : { type: 'changed', events };
  } catch (error) {
    if (error instanceof EwsError) return { type: 'changed', events: [] };
    throw error;
  }
};
