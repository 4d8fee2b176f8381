import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client, ClientOptions } from 'graphql-sse';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { openAccess } from '../../src/access/open-access.ts';
import { issuerOfTest } from '../access/issuer.ts';
import { mail } from '../emulator/small-organization.ts';
import { journeyOfTest } from '../journeys/journey-of-test.ts';
import { newMail, type NewMail } from '../journeys/new-mail.ts';
import type { Answer, Journey } from '../journeys/start.ts';
import { chromiumOfTest, describeWithChromium } from './chromium.ts';

const alice = 'alice@example.test';
const pageOrigin = 'https://mail-client.example.test';
const library = fileURLToPath(import.meta.resolve('graphql-sse/package.json')).replace(/package\.json$/, 'lib');
const deliveries = 20;

/** A gateway that lets the owner of a mailbox in by a token, and pages of the client's origin. */
const startGateway = async (): Promise<{ readonly journey: Journey; readonly authorization: string }> => {
  const issuer = await issuerOfTest();
  const policy = { grants: [{ to: { everyone: true }, mailboxes: ['own'], permissions: ['READ_MESSAGES'] }] };
  const access = await openAccess(
    { policyFile: 'policy.json', tokens: issuer.config },
    { now: Date.now, readFile: () => Promise.resolve(JSON.stringify(policy)), onEvent: () => undefined },
  );
  const journey = await journeyOfTest({ access, isEmbedded: false, config: { corsOrigins: [pageOrigin] } });
  return { journey, authorization: `Bearer ${await issuer.token({ email: alice })}` };
};

/** A line to the gateway that can be cut, as by a train that goes into a tunnel. */
const startLine = async (origin: string): Promise<{ readonly origin: string; cut(): void }> => {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(new URL(origin).port), '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    server.close();
    cut();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
};

/** What the page says, and when it said it; milliseconds. */
interface Word {
  readonly answer?: Answer<NewMail>;
  readonly end?: string;
  readonly at: number;
}

const html = '<!doctype html><title>Mail</title><script type="module" src="/page.mjs"></script>';
const script = "import { createClient } from '/client.mjs'; globalThis.createClient = createClient;";

/** What the script and the test have put into the page. */
interface Inside {
  readonly createClient: (options: ClientOptions) => Client;
  readonly tell: (word: Omit<Word, 'at'>) => void;
}

/** An empty page of another origin that has graphql-sse as its maker ships it; its policy lets it talk to the gateway alone. */
const openPage = async (gateway: string): Promise<{ readonly page: Page; readonly words: readonly Word[] }> => {
  const browser = await chromiumOfTest();
  const context = await browser.newContext();
  // Only because the gateway of a test is on loopback.
  await context.grantPermissions(['local-network-access'], { origin: pageOrigin });
  const page = await context.newPage();
  const policy = `default-src 'self'; connect-src ${gateway}`;
  await page.route(`${pageOrigin}/**`, async (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    const headers = { 'content-security-policy': policy };
    if (name === '') return route.fulfill({ headers, contentType: 'text/html', body: html });
    const body = name === 'page.mjs' ? script : await readFile(`${library}/${name}`);
    return route.fulfill({ headers, contentType: 'text/javascript', body });
  });
  const words: Word[] = [];
  await page.exposeFunction('tell', (word: Omit<Word, 'at'>) => void words.push({ ...word, at: performance.now() }));
  await page.goto(`${pageOrigin}/`);
  return { page, words };
};

/** Lets the page subscribe as an application would. */
const subscribe = (
  page: Page,
  options: { readonly url: string; readonly authorization: string; readonly after?: string | undefined },
): Promise<void> =>
  page.evaluate(
    ({ url, authorization, query, variables }) => {
      const { createClient, tell } = globalThis as unknown as Inside;
      createClient({ url, headers: { authorization }, retryAttempts: 0 }).subscribe(
        { query, variables },
        {
          next: (answer) => tell({ answer: answer as unknown as Answer<NewMail> }),
          error: (error) => {
            const { response } = error as { readonly response?: Response };
            void Promise.resolve(response?.text()).then((text = '') => tell({ end: `${String(error)} ${text}` }));
          },
          complete: () => tell({ end: 'complete' }),
        },
      );
    },
    { ...options, query: newMail, variables: { mailbox: alice, after: options.after } },
  );

const messagesIn = (words: readonly Word[]): readonly (readonly [subject: string, at: number])[] =>
  words.flatMap(({ answer, at }) => {
    const message = answer?.data.newMessage.message;
    return message === undefined || message === null ? [] : [[message.subject, at] as const];
  });

const tokenIn = (words: readonly Word[]): string | undefined =>
  words.findLast(({ answer }) => answer !== undefined)?.answer?.data.newMessage.token;

describeWithChromium('a page of another origin with graphql-sse and a bearer token', () => {
  it('sees new mail soon after it has arrived, and goes on where it was after its line was cut', async () => {
    const { journey, authorization } = await startGateway();
    const line = await startLine(journey.origin);
    const { page, words } = await openPage(line.origin);
    const url = `${line.origin}/graphql`;
    await subscribe(page, { url, authorization });
    await expect.poll(() => words.length, { timeout: 30_000 }).toBe(1);
    expect(words[0]?.answer?.data.newMessage).toMatchObject({ resyncRequired: true, message: null });

    const delays: number[] = [];
    for (let number = 1; number <= deliveries; number += 1) {
      const delivered = performance.now();
      journey.emulator.deliver(alice, 'inbox', mail(`Live ${number}`));
      await expect.poll(() => messagesIn(words).at(-1)?.[0], { timeout: 30_000 }).toBe(`Live ${number}`);
      delays.push((messagesIn(words).at(-1)?.[1] ?? Number.NaN) - delivered);
    }
    const sorted = delays.toSorted((one, other) => one - other).map(Math.round);
    console.log(
      `New mail is on the page after ${sorted[deliveries / 2]} ms (median of ${deliveries}; ${sorted[0]} to ${sorted.at(-1)})`,
    );

    line.cut();
    await expect.poll(() => words.at(-1)?.end, { timeout: 30_000 }).toMatch(/Error/);
    journey.emulator.deliver(alice, 'inbox', mail('While away'));
    await subscribe(page, { url, authorization, after: tokenIn(words) });
    await expect.poll(() => messagesIn(words).at(-1)?.[0], { timeout: 30_000 }).toBe('While away');
    journey.emulator.deliver(alice, 'inbox', mail('Back again'));
    await expect.poll(() => messagesIn(words).at(-1)?.[0], { timeout: 30_000 }).toBe('Back again');
    const subjects = [...new Set(messagesIn(words).map(([subject]) => subject))];
    expect(subjects).toEqual([
      ...Array.from({ length: deliveries }, (_, index) => `Live ${index + 1}`),
      'While away',
      'Back again',
    ]);
    expect(words.filter(({ answer }) => answer?.data.newMessage.resyncRequired === true)).toHaveLength(1);
  }, 120_000);

  it('is told why when its token is not good for anything', async () => {
    const { journey } = await startGateway();
    const { page, words } = await openPage(journey.origin);
    await subscribe(page, { url: `${journey.origin}/graphql`, authorization: 'Bearer none' });
    await expect.poll(() => words.length, { timeout: 30_000 }).toBeGreaterThan(0);
    expect(JSON.stringify(words)).toContain('UNAUTHENTICATED');
  }, 60_000);
});
