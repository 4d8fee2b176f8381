import { openRules } from '../../src/access/policy.ts';
import type { EwsSession, Operation } from '../../src/ews/operation.ts';
import { itemId, type ItemId } from '../../src/ews/properties/id.ts';
import type { Item } from '../../src/ews/properties/item-types.ts';
import { encodeGlobalId, type GlobalIdType } from '../../src/global-id.ts';
import type { DownloadServices } from '../../src/http/download.ts';
import type { Route, RouteAnswer } from '../../src/http/route.ts';
import type { OpenedMailbox } from '../../src/mailbox/open-mailbox.ts';
import { createSealer } from '../../src/sealer.ts';
import { createLinks, type Links } from '../../src/signed-link.ts';
import { address, callerNamed } from '../access.ts';

export const alice = callerNamed('alice', { mailbox: address('alice@example.test') });
export const sealer = createSealer(new Uint8Array(32).fill(7));

/** A mail server that answers every streamed call with these bytes, in pieces of some length, or with an error. */
export interface FakeServer {
  readonly answer: string | Error;
  readonly pieceLength?: number;
  readonly subject?: string;
}

/** What the fake saw. */
export interface Seen {
  readonly operations: string[];
  /** What whoever runs the gateway was told. */
  readonly failures: unknown[];
  /** Streams that were closed before their end. */
  closedEarly: number;
  signal: AbortSignal | undefined;
}

/** The services of a download with alice as the bearer of any Authorization header, who may open her mailbox only. */
export const fakeServices = ({
  answer,
  pieceLength = 64,
  subject,
}: FakeServer): { readonly services: DownloadServices; readonly links: Links; readonly seen: Seen } => {
  const seen: Seen = { operations: [], failures: [], closedEarly: 0, signal: undefined };
  async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    let sent = 0;
    try {
      for (; sent < bytes.length; sent += pieceLength) yield bytes.subarray(sent, sent + pieceLength);
    } finally {
      if (sent < bytes.length) seen.closedEarly += 1;
    }
  }
  const session = {
    mailbox: address('alice@example.test'),
    open: <Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<AsyncIterable<Uint8Array>> => {
      seen.operations.push(
        `${operation.name} ${JSON.stringify(operation.encode(input)).match(/"Id":"([^"]*)"/)?.[1] ?? ''}`,
      );
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(pieces(Buffer.from(answer)));
    },
  } as Partial<EwsSession> as EwsSession;
  const items = {
    load: (id: ItemId) =>
      Promise.resolve({
        type: 'Message',
        element: 'Message',
        id,
        changeKey: undefined,
        properties: { subject },
      } as Item),
  };
  const links = createLinks({ sealer, now: () => Date.parse('2026-11-20T10:00:00Z') });
  const services: DownloadServices = {
    sealer,
    links,
    access: {
      rules: openRules,
      authenticate: (request) =>
        Promise.resolve(request.headers.has('authorization') ? { caller: alice } : { failure: 'noCredentials' }),
    },
    spend: () => Promise.resolve({ remaining: 1 }),
    onFailure: (error) => void seen.failures.push(error),
    nowMs: () => performance.now(),
    audit: () => ({
      access: () => undefined,
      refusal: () => undefined,
      listening: () => undefined,
      exporting: () => undefined,
    }),
    openMailbox: (caller, mailbox, scope) => {
      seen.signal = scope.signal;
      return Promise.resolve(
        caller.mailbox === mailbox
          ? ({ address: address(mailbox), session, items, may: () => true } as unknown as OpenedMailbox)
          : undefined,
      );
    },
  };
  return { services, links, seen };
};

/** The sealed id of something in a mailbox. */
export const idOf = (type: GlobalIdType, id: string, mailbox = 'alice@example.test'): string =>
  encodeGlobalId(sealer, { type, mailbox: address(mailbox), id: itemId(id) });

/** Sends a request with alice's header, or without one when a link is in the path. */
export const ask = (
  route: Route,
  path: string,
  method: 'GET' | 'HEAD' = 'GET',
  signal = new AbortController().signal,
): Promise<RouteAnswer> => {
  const url = new URL(path, 'http://gateway.test');
  const headers: Record<string, string> =
    url.searchParams.has('link') || url.searchParams.has('anonymous') ? {} : { authorization: 'Bearer x' };
  return route.handle({ request: new Request(url, { method, headers }), url, requestId: 'request-1', signal });
};

/** The bytes of an answer. */
export const bytesOf = async ({ body }: RouteAnswer): Promise<Buffer> => {
  if (typeof body === 'string') return Buffer.from(body);
  const parts: Uint8Array[] = [];
  for await (const part of body ?? []) parts.push(part);
  return Buffer.concat(parts);
};

/** An EWS answer around one response message. */
export const soapAnswer = (operation: string, message: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>` +
  `<m:${operation}Response xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">` +
  `<m:ResponseMessages><m:${operation}ResponseMessage ${message}</m:${operation}ResponseMessage></m:ResponseMessages></m:${operation}Response></s:Body></s:Envelope>`;
