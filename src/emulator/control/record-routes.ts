import { z } from 'zod';
import { type ControlCall, type ControlRoute, readInput } from './control-route.ts';
import type { Emulator } from '../emulator.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';

/** What came in and what went out. */
export const recordRoutes = (emulator: Pick<Emulator, 'outbox'>, log: RequestLog): readonly ControlRoute[] => [
  {
    method: 'GET',
    path: '/requests',
    query: ['operation', 'mailbox', 'bodies'],
    does: 'The last 1,000 requests to EWS and the WorkMail API whose answer has ended, the oldest first; with ?bodies=true what was sent and answered.',
    answer: (call) => {
      const { operation, mailbox, bodies } = readInput(requestQuery, call.query);
      const asked = log
        .all()
        .filter((one) => operation === undefined || one.operation === operation)
        .filter((one) => mailbox === undefined || one.mailbox === mailbox);
      return { requests: asked.map((one) => told(one, bodies === 'true')) };
    },
  },
  { method: 'DELETE', path: '/requests', does: 'Forgets these requests.', answer: () => log.clear() },
  {
    method: 'GET',
    path: '/outbox',
    query: ['bodies'],
    does: 'The last 1,000 messages that left the organization, the oldest first; with ?bodies=true whole, RFC 5322 in base64.',
    answer: (call) => ({ outbox: outgoing(emulator, call) }),
  },
  {
    method: 'DELETE',
    path: '/outbox',
    does: 'Forgets these messages.',
    answer: () => {
      emulator.outbox.length = 0;
    },
  },
];

const bodies = z.enum(['true', 'false'], 'must be true or false').optional();
const requestQuery = z.strictObject({
  operation: z.string().optional(),
  mailbox: z.string().toLowerCase().optional(),
  bodies,
});
const outboxQuery = z.strictObject({ bodies });

const told = (request: LoggedRequest, isWhole: boolean): object => {
  const { receivedAt, durationMs, requestBody, answerBody, ...rest } = request;
  return {
    receivedAt: new Date(receivedAt).toISOString(),
    ...rest,
    durationMs: Math.round(durationMs),
    ...(isWhole ? { requestBody, answerBody } : {}),
  };
};

const outgoing = ({ outbox }: Pick<Emulator, 'outbox'>, { query }: ControlCall): readonly object[] => {
  const isWhole = readInput(outboxQuery, query).bodies === 'true';
  return outbox.map(({ sender, recipients, messageId, sentAt, mime }) => ({
    sender,
    recipients,
    messageId,
    sentAt: new Date(sentAt).toISOString(),
    ...(isWhole ? { mime: Buffer.from(mime()).toString('base64') } : {}),
  }));
};
