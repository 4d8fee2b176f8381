import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from './faults.ts';
import { type HttpAnswer, readBody, sendAnswer } from './http-exchange.ts';
import { type ApiAnswer, type ApiContext, apiError, type ApiInput, answerApi } from './workmail-api.ts';

/** A request to the WorkMail API as it came in. */
export interface RecordedApiRequest {
  /** `AssumeImpersonationRole`; empty when the request names none. */
  readonly action: string;
  readonly input: ApiInput;
}

export interface ApiEndpoint extends ApiContext {
  readonly faults: Faults;
  readonly apiRequests: RecordedApiRequest[];
}

/** Answers one HTTP request to the WorkMail API, AWS JSON 1.1. The signature must be there; it is not verified. */
export const answerApiRequest = async (
  endpoint: ApiEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const action = /^WorkMailService\.(\w+)$/.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
  const input = readInput(await readBody(request));
  endpoint.apiRequests.push({ action, input: input ?? {} });
  const effect = endpoint.faults.take({ service: 'API', operation: action });
  await sendAnswer(request, response, effect, () => {
    if (effect?.kind === 'fault') return written(apiError(effect.responseCode, 'As scripted.'));
    if (request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=') !== true) {
      return written(apiError('MissingAuthenticationTokenException', 'Missing Authentication Token'));
    }
    if (request.method !== 'POST' || action === '' || input === undefined) {
      return written(apiError('SerializationException', 'The request is no AWS JSON 1.1.'));
    }
    return written(answerApi(action, input, endpoint));
  });
};

const written = ({ status, body }: ApiAnswer): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(body),
});

const readInput = (body: string): ApiInput | undefined => {
  try {
    const input: unknown = JSON.parse(body);
    return typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...input } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
