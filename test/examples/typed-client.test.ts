import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClient, RequestFailed, type Client } from '../../examples/typed-client/src/client.ts';
import { everyMessage } from '../../examples/typed-client/src/every-message.ts';
import {
  MailScreenDocument,
  TwoMailboxesDocument,
  TypedDocumentString,
} from '../../examples/typed-client/src/generated/graphql.ts';
import { journeyOfTest } from '../journeys/journey-of-test.ts';
import { startExample } from './example-run.ts';

const address = 'alice@example.test';
const example = new URL('../../examples/typed-client/', import.meta.url);

const clientOf = ({ origin }: { readonly origin: string }): Client => createClient({ url: `${origin}/graphql` });

describe('the typed client', () => {
  test('is generated from the schema and the operations that are committed', async () => {
    const { generate } = (await import(new URL('generate.mjs', example).href)) as {
      readonly generate: () => Promise<string>;
    };
    expect(await readFile(new URL('src/generated/graphql.ts', example), 'utf8')).toBe(await generate());
  });

  test('refuses what an operation does not have when it is compiled', async () => {
    const client = clientOf(await journeyOfTest());
    const { data } = await client.request(MailScreenDocument, { address, first: 1 });
    // @ts-expect-error The operation does not ask for it.
    expect(data.mailbox?.inbx).toBeUndefined();
    // @ts-expect-error The operation wants a number, too.
    await expect(client.request(MailScreenDocument, { address })).rejects.toBeInstanceOf(RequestFailed);
  });

  test('gives the inbox page after page, each message once', async () => {
    const client = clientOf(await journeyOfTest());
    const seen = new Set<string>();
    for await (const messages of everyMessage(client, address, 250)) for (const { id } of messages) seen.add(id);
    expect(seen.size).toBe(1200);
  });

  test('gives what can be answered, and says by a code what is missing', async () => {
    const client = clientOf(await journeyOfTest());
    const { data, errors } = await client.request(TwoMailboxesDocument, {
      mine: address,
      theirs: 'vault@example.test',
    });
    expect(data).toEqual({ mine: { inbox: { unreadCount: expect.any(Number) as number } }, theirs: null });
    expect(errors).toMatchObject([{ path: ['theirs'], code: 'NOT_FOUND', isRetryable: false }]);
  });

  test('tells a mail server that is down from a mistake of its own', async () => {
    const journey = await journeyOfTest();
    const client = clientOf(journey);
    journey.emulator.faults.add({ kind: 'unavailable', times: Infinity });
    const down = await client.request(MailScreenDocument, { address, first: 1 }).catch((error: unknown) => error);
    const [first] =
      down instanceof RequestFailed ? down.errors : (down as Awaited<ReturnType<Client['request']>>).errors;
    expect(first).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', isRetryable: true });
    const horoscope = new TypedDocumentString<unknown, object>('{ horoscope }');
    await expect(client.request(horoscope, {})).rejects.toMatchObject({ errors: [{ isRetryable: false }] });
  });

  test('says so when what answers is no gateway', async () => {
    const server = createServer((_request, response) => void response.writeHead(502).end('<html>'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const client = createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, token: 'any' });
    await expect(client.request(MailScreenDocument, { address, first: 1 })).rejects.toMatchObject({
      errors: [{ code: 'UNKNOWN', isRetryable: true, message: 'HTTP 502 without an answer of the gateway' }],
    });
  });

  test('runs as its README says', async () => {
    const { origin } = await journeyOfTest();
    const run = await startExample('typed-client', { GATEWAY_URL: `${origin}/graphql` });
    expect(await run.ended).toBe(0);
    expect(run.output()).toContain('Alice Smith: 22 folders, 1200 messages in the inbox');
    expect(run.output().match(/^ {2}[ *] 2026-03-1/gm)).toHaveLength(10);
    expect(run.output()).toContain('theirs: NOT_FOUND');
    expect(run.errors()).toBe('');
  });
});
