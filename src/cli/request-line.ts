import type { AnsweredRequest, Authentication } from '../emulator/endpoint/answered-request.ts';
import { printable, printableJson } from './printable.ts';

/**
 * One line about a request: time, service, operation, mailbox, credentials, HTTP status, response code, duration; `-` for what there is not. Nothing
 * of its content.
 */
export const requestLine = (answered: AnsweredRequest): string => {
  const { service, operation, mailbox, authentication, status, responseCode, durationMs, fault, isBroken } = answered;
  const words = [
    new Date(answered.receivedAt).toISOString(),
    service,
    operation,
    mailbox ?? '-',
    credentials(authentication),
    String(status ?? '-'),
    responseCode ?? '-',
    `${Math.round(durationMs)} ms`,
    ...(fault === undefined ? [] : [`fault:${fault}`]),
    ...(isBroken ? ['broken'] : []),
  ];
  return oneLine(words.join(' '));
};

/** The same, and what was sent and answered, a line for each element. */
export const wireLines = (answered: AnsweredRequest): string =>
  [requestLine(answered), ...bodyLines('>', answered.requestBody), ...bodyLines('<', answered.answerBody)].join('\n');

/** What the line tells, as JSON on one line; with the bodies as they were sent when they are wanted. */
export const requestJson = (answered: AnsweredRequest, { withBodies }: { readonly withBodies: boolean }): string => {
  const { receivedAt, durationMs, requestBody, answerBody, authentication, ...rest } = answered;
  return printableJson({
    time: new Date(receivedAt).toISOString(),
    ...rest,
    authentication: credentials(authentication),
    durationMs: Math.round(durationMs),
    ...(withBodies ? { requestBody, answerBody } : {}),
  });
};

const credentials = (authentication: Authentication): string => {
  if (typeof authentication !== 'string') return `${authentication.scheme}/${authentication.access}`;
  return authentication === 'none' ? '-' : authentication;
};

const bodyLines = (sign: string, body: string): readonly string[] =>
  body === ''
    ? []
    : body
        .replaceAll('><', '>\n<')
        .split('\n')
        .map((line) => `  ${sign} ${oneLine(line)}`);

/** The client chose it, and shall not begin lines either. */
const oneLine = (text: string): string => printable(text.replaceAll('\n', '\u{fffd}'));
