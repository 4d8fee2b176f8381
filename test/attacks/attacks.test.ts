import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Outcome } from './attacker.ts';
import { canary, operation, whoIsAlice, type Probe } from './probe.ts';
import { probes } from './probes.ts';
import { startTarget, type StartedTarget } from './start-target.ts';

/*
 * Attacks over the network on a gateway as in production: tokens, API keys and a policy file are real, the mail server is the emulator. An attack has
 * not got through when the answer is the refusal that it should be, nothing of it reached the mail server, nobody's mail and nothing of the gateway's
 * insides is in it, and everybody else is served as before.
 */

let started: StartedTarget;
const sockets: Socket[] = [];
const remember = (message: unknown): void => void sockets.push((message as { readonly socket: Socket }).socket);

beforeAll(async () => {
  subscribe('net.server.socket', remember);
  started = await startTarget();
});
afterAll(() => {
  unsubscribe('net.server.socket', remember);
});

interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** Nothing but nulls and empty lists. */
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'object' && Object.values(value).every((inner) => isEmpty(inner)));

/** What no answer may show: the gateway's insides, and the attacker's own words. */
const insides = [
  /\bat \S+ \(?(?:file|node):/,
  /node_modules|\/src\/|\.ts:\d/,
  /ErrorInvalid|soap:|schemas\.microsoft\.com/,
  /INTERNAL_SERVER_ERROR/,
  new RegExp(canary),
];

const expectRefusal = ({ verdict }: Probe, { status, body }: Outcome): void => {
  if (verdict.codes === undefined && verdict.data === undefined) return;
  const { data, errors = [] } = JSON.parse(body) as GraphqlAnswer;
  const codes = verdict.codes ?? [];
  expect
    .soft(
      errors.filter(({ extensions }) => !codes.includes(extensions.code) && codes.length > 0),
      'codes',
    )
    .toEqual([]);
  if (codes.length > 0) expect.soft(errors.length, 'errors').toBeGreaterThan(0);
  else if (verdict.data !== 'checked below') expect.soft(errors, 'errors').toEqual([]);
  if (verdict.data === undefined) expect.soft(isEmpty(data), `data ${status}: ${JSON.stringify(data)}`).toBe(true);
  else if (verdict.data !== 'checked below') expect.soft(data, 'data').toEqual(verdict.data);
};

const elementsOf = (xml: string): readonly string[] => {
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => void names.push(name));
  parser.write(xml).close();
  return names;
};

/** The EWS requests since the last look, of all gateways. */
const takeRequests = (): readonly { readonly operation: string; readonly body: string }[] =>
  started.journeys.flatMap(({ emulator: { requests } }) => requests.splice(0));

const all = Object.entries(probes);

it('there are at least sixty attacks, each under a name of its own', () => {
  const names = all.flatMap(([, list]) => list.map(({ name }) => name));
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(names).toEqual([...new Set(names)]);
});

describe.each(all)('%s', (_, list) => {
  test.each(list.map((probe) => [probe.name, probe] as const))('%s', async (_name, probe) => {
    const { target } = started;
    const { verdict } = probe;
    takeRequests();
    const outcome = await probe.send(target);
    const requests = takeRequests();
    const seen = `${outcome.status} ${outcome.body.slice(0, 600)}`;

    expect.soft([verdict.status].flat(), seen).toContain(outcome.status);
    expect
      .soft(requests.length, `EWS: ${requests.map((request) => request.operation).join(', ')}; ${seen}`)
      .toBeLessThanOrEqual(verdict.calls ?? 0);
    expect.soft(outcome.body.length, seen).toBeLessThanOrEqual(verdict.maxLength ?? 2_000);
    for (const inside of insides) expect.soft(outcome.body, seen).not.toMatch(inside);
    expectRefusal(probe, outcome);
    expect.soft(verdict.wrong?.(outcome, target), seen).toBeUndefined();
    if (probe.harmless !== undefined) {
      await probe.harmless(target);
      const honest = takeRequests();
      const structure = (of: typeof requests): unknown => of.map(({ body }) => elementsOf(body));
      // The gateway itself may refuse the text, so that there is nothing to compare.
      if (requests.length > 0) expect.soft(structure(requests)).toEqual(structure(honest));
    }

    const { status, body } = await operation('{ viewer { subject } }')(target);
    expect([status, (JSON.parse(body) as GraphqlAnswer).data]).toEqual([200, whoIsAlice]);
  });
});

describe('afterwards', () => {
  it('the keys of the issuer have been fetched a few times only', () => {
    expect(started.issuer.fetches()).toBeLessThanOrEqual(6);
  });

  it('every line of the log is one', () => {
    const lines = started.journeys.flatMap(({ log }) =>
      log()
        .split('\n')
        .filter((line) => line !== ''),
    );
    expect(lines.length).toBeGreaterThan(100);
    for (const line of lines) {
      const { level } = JSON.parse(line) as { readonly level: string };
      expect(['info', 'warn', 'error']).toContain(level);
      expect(line).not.toContain(canary);
    }
  });

  it('no failure of the gateway itself is in the log', () => {
    const failures = started.journeys.flatMap(({ log }) =>
      log()
        .split('\n')
        .filter((line) => line.includes('failure of the gateway')),
    );
    expect(failures).toEqual([]);
  });

  it('no attacker still holds a connection, and then nobody does', async () => {
    const ports = started.journeys.map(({ origin }) => Number(new URL(origin).port));
    const held = (): readonly Socket[] =>
      sockets.filter((socket) => ports.includes(socket.localPort ?? 0) && !socket.destroyed);
    for (let turn = 0; turn < 500 && held().length > 0; turn += 1) await sleep(20);
    expect(held()).toEqual([]);
    // Fails when a secret has shown in an answer, a header, the log or the audit.
    await started.close();
    for (let turn = 0; turn < 500 && sockets.some((socket) => !socket.destroyed); turn += 1) await sleep(20);
    expect(sockets.filter((socket) => !socket.destroyed)).toEqual([]);
  });
});
