import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AccessControl, accessOf, type Principal } from '../workmail/access.ts';
import type { Authentication, RequestNotes } from './answered-request.ts';
import { RequestFault } from '../emulator-error.ts';
import { answerEws, type EwsAnswer, type EwsService, faultAnswer, operationName } from './ews-service.ts';
import type { Faults, PlainEffect } from '../faults/faults.ts';
import { type HttpAnswer, readBodyUnless, sendAnswer, type StreamedAnswer } from './http-exchange.ts';
import type { EventStream } from '../subscriptions/notification-stream.ts';
import type { Access } from '../operation.ts';
import { requestHead } from './request-head.ts';
import { writeSpoiled } from '../faults/spoiled-answer.ts';
import { impersonatedAddress, readEnvelope, type SoapRequest } from '../xml/soap.ts';
import { upset, type Upsets } from '../faults/upset.ts';
import { writeXmlElement } from '../xml/write-xml.ts';
import { node } from '../xml/xml.ts';

/** An EWS request as it came in. */
export interface RecordedRequest {
  /** `GetItem`; empty when the body could not be read. A body that was broken off is empty itself. */
  readonly operation: string;
  /** The address impersonated, in lower case, or the mail user's own. */
  readonly mailbox: string | undefined;
  /** Undefined when the credentials were refused. */
  readonly access: Access | undefined;
  /** The client's own id of the request, from `client-request-id`. */
  readonly clientRequestId: string | undefined;
  readonly userAgent: string | undefined;
  readonly body: string;
  /** The client left before it had the whole answer. */
  aborted: boolean;
}

export interface EwsEndpoint {
  readonly service: EwsService;
  readonly access: AccessControl;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
  readonly upsets: Upsets;
}

/** Answers one HTTP request for the path of EWS. */
export const answerEwsRequest = async (
  { service, access, faults, requests, upsets }: EwsEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
  notes: RequestNotes,
): Promise<void> => {
  const principal = access.authenticate(request.headers.authorization);
  notes.learn({ service: 'EWS', authentication: authenticationOf(request.headers.authorization, principal) });
  if (request.method !== 'POST') {
    return await sendAnswer(request, response, undefined, () => (principal === undefined ? unauthorized : empty));
  }
  const { 'client-request-id': id, 'user-agent': userAgent } = request.headers;
  const clientRequestId = typeof id === 'string' ? id : undefined;
  const body = await readBodyUnless(request, (beginning) => {
    const head = requestHead(beginning);
    if (head === undefined) return false;
    const operation = operationName(head);
    const mailbox = head.mailbox ?? ownMailbox(principal);
    if (!faults.breaksOff({ service: 'EWS', operation, mailbox })) return false;
    const access = principal && accessOf(principal);
    requests.push({ operation, mailbox, access, clientRequestId, userAgent, body: '', aborted: false });
    notes.learn({ operation, mailbox, fault: 'breakOff' });
    return true;
  });
  if (body === undefined) {
    request.socket.destroy();
    return;
  }
  const soap = readSoap(body);
  const recorded: RecordedRequest = {
    ...described(soap, principal),
    clientRequestId,
    userAgent,
    body,
    aborted: false,
  };
  requests.push(recorded);
  const effect = faults.take({ ...recorded, service: 'EWS' });
  const { operation, mailbox } = recorded;
  notes.learn({ operation, mailbox, fault: effect?.orderedAs, requestBody: body });
  let isParting = partingEffects.has(effect?.kind);
  response.once('close', () => {
    recorded.aborted = !isParting && !response.writableFinished;
  });
  const token = principal?.kind === 'role' ? principal.token : undefined;
  upset(effect, mailbox, token, upsets);
  await sendAnswer(request, response, effect, () => {
    if (principal === undefined || effect?.kind === 'expireToken') return unauthorized;
    const answer = answerSoap(service, principal, soap, effect);
    const { status } = answer;
    const headers = { 'content-type': 'text/xml; charset=utf-8', 'request-id': randomUUID() };
    if ('stream' in answer) {
      const onParting = (): void => void (isParting = true);
      return { status, headers, stream: streamedText(answer.stream, effect, onParting, notes) };
    }
    const text = writeSpoiled(answer.envelope, effect);
    notes.answer(text);
    return { status, headers, body: text };
  });
};

/** Envelopes one after the other, of which only the first has an XML declaration, as grommunio writes them. */
const streamedText =
  (
    stream: EventStream,
    effect: PlainEffect | undefined,
    onParting: () => void,
    notes: RequestNotes,
  ): StreamedAnswer['stream'] =>
  (sink) => {
    let isFirst = true;
    return stream({
      write: (envelope) => {
        const text = isFirst ? writeSpoiled(envelope, effect) : writeXmlElement(envelope);
        notes.answer(text);
        sink.write(text);
        isFirst = false;
      },
      end: () => sink.end(),
      breakOff: (envelope) => {
        onParting();
        sink.breakOff(writeXmlElement(envelope));
      },
    });
  };

const authenticationOf = (authorization: string | undefined, principal: Principal | undefined): Authentication => {
  if (principal === undefined) return authorization === undefined ? 'none' : 'refused';
  const scheme = principal.kind === 'role' && principal.token !== undefined ? 'Bearer' : 'Basic';
  return { scheme, access: accessOf(principal) };
};

/** Where the emulator leaves, not the client. */
const partingEffects: ReadonlySet<PlainEffect['kind'] | undefined> = new Set([
  'reset',
  'breakOff',
  'lose',
  'breakAnswer',
  'breakStream',
]);

const empty: HttpAnswer = { status: 200, headers: {}, body: '' };
const unauthorized: HttpAnswer = { status: 401, headers: { 'www-authenticate': 'Basic realm="EWS"' }, body: '' };

const readSoap = (body: string): SoapRequest | RequestFault => {
  try {
    return readEnvelope(body);
  } catch (error) {
    if (error instanceof RequestFault) return error;
    throw error;
  }
};

const described = (
  soap: SoapRequest | RequestFault,
  principal: Principal | undefined,
): Pick<RecordedRequest, 'operation' | 'mailbox' | 'access'> => ({
  operation: soap instanceof RequestFault ? '' : operationName(soap),
  mailbox: (soap instanceof RequestFault ? undefined : namedMailbox(soap)) ?? ownMailbox(principal),
  access: principal && accessOf(principal),
});

const ownMailbox = (principal: Principal | undefined): string | undefined =>
  principal?.kind === 'user' ? principal.account.address : undefined;

/** The address in the impersonation header; a header that is wrong names nobody here and is answered with its fault later. */
const namedMailbox = ({ header }: SoapRequest): string | undefined => {
  try {
    return impersonatedAddress(header)?.toLowerCase();
  } catch (error) {
    if (error instanceof RequestFault) return undefined;
    throw error;
  }
};

const answerSoap = (
  service: EwsService,
  principal: Principal,
  soap: SoapRequest | RequestFault,
  effect: PlainEffect | undefined,
): EwsAnswer => {
  if (soap instanceof RequestFault) return faultAnswer(soap);
  if (effect?.kind === 'fault') return faultAnswer(scriptedFault(effect));
  return answerEws(service, principal, soap, effect?.kind === 'itemError' ? effect : undefined);
};

const scriptedFault = ({ responseCode, backOffMs }: Extract<PlainEffect, { kind: 'fault' }>): RequestFault =>
  new RequestFault(
    responseCode,
    undefined,
    backOffMs === undefined ? [] : [node('t:Value', { Name: 'BackOffMilliseconds' }, String(backOffMs))],
  );
