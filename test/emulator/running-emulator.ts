import { onTestFinished } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import { smallOrganization } from './small-organization.ts';

/** An answer over HTTP, read to its end. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** An emulator that listens until the test is over, and the ways to talk to it. */
export interface RunningEmulator {
  readonly emulator: Emulator;
  readonly ewsUrl: string;
  /** The WorkMail API: `api('ListUsers', { MaxResults: 1 })`; the organisation id is added. */
  api(action: string, input?: Readonly<Record<string, unknown>>): Promise<{ status: number; body: ApiBody }>;
  /** A token of one of the two roles. */
  token(role?: 'readOnly' | 'fullAccess'): Promise<string>;
  /** Sends a request element as the full-access role acting for a mailbox, alice's unless told otherwise. */
  call(request: string, asMailbox?: string): Promise<TextAnswer>;
  /** Sends any body with any credentials. */
  post(body: string, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<TextAnswer>;
}

/** An Authorization header as AWS's clients write it. */
const signature = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/us-east-1/workmail/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

/** A JSON object of the API. */
export type ApiBody = Readonly<Record<string, unknown>>;

/** Starts an emulator with the small organisation; it ends with the test. */
export const startEmulator = async (options: EmulatorOptions = {}): Promise<RunningEmulator> => {
  const emulator = createEmulator({ seed: smallOrganization(), ...options });
  onTestFinished(() => emulator.close());
  const { ewsUrl, apiEndpoint } = await emulator.listen();
  const api: RunningEmulator['api'] = async (action, input = {}) => {
    const answer = await fetch(apiEndpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `WorkMailService.${action}`,
        'x-amz-date': '20261120T000000Z',
        authorization: signature,
      },
      body: JSON.stringify({ OrganizationId: emulator.organizationId, ...input }),
    });
    return { status: answer.status, body: (await answer.json()) as ApiBody };
  };
  const token: RunningEmulator['token'] = async (role = 'fullAccess') => {
    const { body } = await api('AssumeImpersonationRole', { ImpersonationRoleId: emulator.roles[role] });
    return String(body['Token']);
  };
  const post: RunningEmulator['post'] = async (body, headers, signal) => {
    const answer = await fetch(ewsUrl, { method: 'POST', headers, body, signal: signal ?? null });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return {
    emulator,
    ewsUrl,
    api,
    token,
    post,
    call: async (request, asMailbox = 'alice@example.test') =>
      post(envelope(request, impersonating(asMailbox)), { authorization: `Bearer ${await token()}` }),
  };
};

/** A SOAP envelope around a request element. */
export const envelope = (request: string, header = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header><t:RequestServerVersion Version="Exchange2010_SP2"/>${header}</s:Header><s:Body>${request}</s:Body></s:Envelope>`;

/** The header that names the mailbox to act for. */
export const impersonating = (address: string, form = 'SmtpAddress'): string =>
  `<t:ExchangeImpersonation><t:ConnectingSID><t:${form}>${address}</t:${form}></t:ConnectingSID></t:ExchangeImpersonation>`;

/** What stands in an answer's soap:Body. */
export const bodyOf = ({ text }: TextAnswer): string =>
  /<soap:Body>([^]*)<\/soap:Body>/.exec(text)?.[1] ?? `no body: ${text}`;

/** Ids in an answer, by the element that carries them: `idsIn(answer, 'ItemId')`. */
export const idsIn = ({ text }: TextAnswer, element: string): readonly string[] =>
  [...text.matchAll(new RegExp(`<t:${element} Id="([^"]+)"`, 'g'))].map(([, id = '']) => id);

/** Response codes in an answer, in order. */
export const codesIn = ({ text }: TextAnswer): readonly string[] =>
  [...text.matchAll(/ResponseCode(?: [^>]*)?>(\w+)</g)].map(([, code = '']) => code);
