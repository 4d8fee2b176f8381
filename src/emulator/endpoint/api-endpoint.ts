import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiContext, ApiObject } from '../workmail/api-action.ts';
import type { RequestNotes } from './answered-request.ts';
import { signatureProblem } from './aws-signature.ts';
import type { Faults } from '../faults/faults.ts';
import { type HttpAnswer, readBody, sendAnswer } from './http-exchange.ts';
import { upset, type Upsets } from '../faults/upset.ts';
import { type ApiAnswer, apiError, answerApi } from '../workmail/answer-api.ts';

/** A request to the WorkMail API as it came in. */
export interface RecordedApiRequest {
  /** `AssumeImpersonationRole`; empty when the request names none. */
  readonly action: string;
  readonly input: ApiObject;
}

export interface ApiEndpoint extends ApiContext {
  readonly faults: Faults;
  readonly apiRequests: RecordedApiRequest[];
  readonly upsets: Upsets;
}

/** Answers one HTTP request to the WorkMail API, AWS JSON 1.1. The signature must be there; it is not verified. */
export const answerApiRequest = async (
  endpoint: ApiEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
  notes: RequestNotes,
): Promise<void> => {
  const action = /^WorkMailService\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
  const body = await readBody(request);
  const input = readInput(body);
  const unsigned = signatureProblem(request.headers);
  endpoint.apiRequests.push({ action, input: input ?? {} });
  const effect = endpoint.faults.take({ service: 'API', operation: action });
  upset(effect, undefined, undefined, endpoint.upsets);
  const authentication = unsigned === undefined ? 'signature' : 'none';
  notes.learn({ service: 'API', operation: action, authentication, fault: effect?.orderedAs, requestBody: body });
  const written = ({ status, body }: ApiAnswer): HttpAnswer => {
    const text = JSON.stringify(body);
    notes.answer(text);
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() };
    return { status, headers, body: text };
  };
  await sendAnswer(request, response, effect, () => {
    if (effect?.kind === 'fault') return written(apiError(effect.responseCode, 'As scripted.'));
    if (unsigned !== undefined) return written(apiError(unsigned.type, unsigned.message));
    if (request.method !== 'POST' || action === '' || input === undefined) {
      return written(apiError('SerializationException', 'The request is no AWS JSON 1.1.'));
    }
    return written(answerApi(action, input, endpoint));
  });
};

const readInput = (body: string): ApiObject | undefined => {
  try {
    const input: unknown = JSON.parse(body);
    return typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...input } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
