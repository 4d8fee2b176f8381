import { describe, expect, it } from 'vitest';
import { readFaultFile } from '../../../src/emulator/faults/fault-file.ts';
import { mail } from '../small-organization.ts';
import { type RawAnswer, sendRaw } from '../raw-exchange.ts';
import { codesIn, envelope, impersonating, type RunningEmulator, startEmulator } from '../running-emulator.ts';

const bob = 'bob@example.test';
const getInbox =
  '<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>';
const findInbox =
  '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>';
const createFolder = (name: string): string =>
  `<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>${name}</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`;

/** An emulator whose faults come from a file. */
const startWith = async (...faults: readonly object[]): Promise<RunningEmulator> => {
  const running = await startEmulator();
  for (const script of readFaultFile(JSON.stringify(faults))) running.emulator.faults.add(script);
  return running;
};

/** The answer to a request, when the emulator has closed the connection. */
const answerTo = async (running: RunningEmulator, request: string, mailbox?: string): Promise<RawAnswer> =>
  (await sendRaw(running, request, mailbox === undefined ? {} : { mailbox })).ended;

const textOf = ({ body }: RawAnswer): string => body.toString('utf8');

describe('a server that is not well', () => {
  it.each([
    [{ kind: 'unavailable', retryAfterSeconds: 7 }, 503, { 'retry-after': '7' }],
    [{ kind: 'unavailable' }, 503, {}],
    [{ kind: 'tooManyRequests', retryAfterSeconds: 30 }, 429, { 'retry-after': '30' }],
    [{ kind: 'unauthorized' }, 401, { 'www-authenticate': 'Basic realm="EWS"' }],
    [{ kind: 'forbidden' }, 403, {}],
    [{ kind: 'status', status: 502, headers: { 'x-from': 'proxy' } }, 502, { 'x-from': 'proxy' }],
  ])('answers for %o and does nothing', async (fault, status, headers) => {
    const running = await startWith(fault);
    const answer = await answerTo(running, createFolder('New'));
    expect(answer).toMatchObject({ status, headers, isWhole: true });
    expect(codesIn(await running.call(createFolder('New')))).toEqual(['NoError']);
  });

  it('does not say when to come back unless it was told to', async () => {
    const running = await startWith({ kind: 'unavailable' });
    expect(Object.keys((await answerTo(running, getInbox)).headers)).not.toContain('retry-after');
  });

  it('is busy, and says for how long', async () => {
    const running = await startWith({ kind: 'serverBusy', backOffMs: 3000 });
    const answer = await answerTo(running, createFolder('New'));
    expect(answer.status).toBe(500);
    expect(textOf(answer)).toContain('>ErrorServerBusy<');
    expect(textOf(answer)).toContain('<t:Value Name="BackOffMilliseconds">3000</t:Value>');
    expect(codesIn(await running.call(createFolder('New')))).toEqual(['NoError']);
  });

  it('answers garbage, the same every time', async () => {
    const running = await startWith({ kind: 'garbage', bytes: 2000, times: 2 });
    const [first, second] = [await answerTo(running, getInbox), await answerTo(running, getInbox)];
    expect([first.status, first.headers['content-type'], first.body.length]).toEqual([
      200,
      'text/xml; charset=utf-8',
      2000,
    ]);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(first.body)).toThrow('not valid');
    expect(second.body.equals(first.body)).toBe(true);
  });
});

describe('a connection without an answer', () => {
  it.each([
    ['reset', true, 'NoError'],
    ['lose', false, 'ErrorFolderExists'],
  ])('ends for %s: reset %s, and then %s', async (kind, isReset, code) => {
    const running = await startWith({ kind });
    const exchange = await sendRaw(running, createFolder('New'));
    expect((await exchange.ended).status).toBeUndefined();
    expect(exchange.isReset()).toBe(isReset);
    expect(codesIn(await running.call(createFolder('New')))).toEqual([code]);
  });
});

describe('a true answer that does not come whole', () => {
  it('is cut, and HTTP does not notice', async () => {
    const running = await startWith({ kind: 'cut', atByte: 300 });
    const answer = await answerTo(running, getInbox);
    const whole = await running.call(getInbox);
    expect([textOf(answer), answer.isWhole]).toEqual([whole.text.slice(0, 300), true]);
  });

  it('breaks off, and HTTP notices', async () => {
    const running = await startWith({ kind: 'breakAnswer', atByte: 300 });
    const answer = await answerTo(running, getInbox);
    const whole = await running.call(getInbox);
    expect([answer.status, textOf(answer), answer.isWhole]).toEqual([200, whole.text.slice(0, 300), false]);
    expect(running.emulator.requests.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  it.each([0, 1_000_000])('breaks off at byte %i too: after the head, or after the last byte', async (atByte) => {
    const running = await startWith({ kind: 'breakAnswer', atByte });
    const answer = await answerTo(running, getInbox);
    const whole = await running.call(getInbox);
    expect([answer.status, textOf(answer), answer.isWhole]).toEqual([200, whole.text.slice(0, atByte), false]);
  });

  it('stalls in the middle for as long as the client waits; what was asked is done', async () => {
    const running = await startWith({ kind: 'stall', atByte: 200 });
    const exchange = await sendRaw(running, createFolder('New'));
    await expect.poll(() => exchange.received().body.length).toBe(200);
    expect(codesIn(await running.call(createFolder('New')))).toEqual(['ErrorFolderExists']);
    expect(exchange.received()).toMatchObject({ status: 200, isWhole: false });
    expect(running.emulator.requests[0]?.aborted).toBe(false);
    exchange.leave();
    await expect.poll(() => running.emulator.requests[0]?.aborted).toBe(true);
  });

  it('stalls in the middle for a while, and goes on', async () => {
    const running = await startWith({ kind: 'stall', atByte: 200, ms: 30 });
    const answer = await answerTo(running, getInbox);
    const whole = await running.call(getInbox);
    expect([textOf(answer), answer.isWhole, answer.pieces[0]?.length]).toEqual([whole.text, true, 200]);
  });

  it('trickles, so many bytes at a time', async () => {
    const running = await startWith({ kind: 'slow', bytes: 100, everyMs: 1 });
    const answer = await answerTo(running, getInbox);
    const whole = await running.call(getInbox);
    expect([textOf(answer), answer.isWhole]).toEqual([whole.text, true]);
    expect(answer.pieces.map(({ length }) => length)).toEqual([
      ...Array.from({ length: Math.floor(whole.text.length / 100) }, () => 100),
      whole.text.length % 100,
    ]);
  });
});

describe('a true answer that cannot be read', () => {
  it.each([
    [
      'expanding',
      /^<!DOCTYPE soap:Envelope \[<!ENTITY e0 "ha!"><!ENTITY e1 "(?:&e0;){10}">.*<!ENTITY e "(?:&e8;){10}">\]>$/,
    ],
    ['external', /^<!DOCTYPE soap:Envelope \[<!ENTITY e SYSTEM "file:\/\/\/etc\/passwd">\]>$/],
  ])('has a DOCTYPE with entities: %s', async (entities, declared) => {
    const running = await startWith({ kind: 'doctype', entities });
    const [, doctype = '', ...rest] = textOf(await answerTo(running, getInbox)).split('\n');
    expect(doctype).toMatch(declared);
    expect(rest.join('\n')).toBe(
      (await running.call(getInbox)).text.split('\n').slice(1).join('\n').replace('</soap:Body>', '&e;</soap:Body>'),
    );
  });

  it('has an entity to be fetched from where the order says', async () => {
    const running = await startWith({ kind: 'doctype', entities: 'external', url: 'http://127.0.0.1:9/secret' });
    expect(textOf(await answerTo(running, getInbox))).toContain('<!ENTITY e SYSTEM "http://127.0.0.1:9/secret">');
  });

  it.each([
    ['illegalReference', '&#x1;'],
    ['strayTag', '</t:Nobody>'],
  ])('holds one item that poisons it: %s', async (poison, text) => {
    const running = await startWith({ kind: 'poisonedItem', index: 1, poison });
    for (const subject of ['A', 'B']) running.emulator.deliver(bob, 'inbox', mail(subject));
    const poisoned = textOf(await answerTo(running, findInbox, bob));
    const whole = await running.call(findInbox, bob);
    expect(poisoned.replace(text, '')).toBe(whole.text);
    const subjects = [...poisoned.matchAll(/<t:Subject>(.*?)<\/t:Subject>/g)].map(([, subject]) => subject);
    expect(subjects).toEqual(['For Bob', `A${text}`, 'B']);
  });

  it('is poisoned by the item of an id in whatever company, and by no other', async () => {
    const running = await startEmulator();
    const [a = '', b = ''] = ['A', 'B'].map((subject) => running.emulator.deliver(bob, 'inbox', mail(subject)));
    const get = (...ids: readonly string[]): string =>
      `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>${ids.map((id) => `<t:ItemId Id="${id}"/>`).join('')}</m:ItemIds></m:GetItem>`;
    running.emulator.faults.add({ kind: 'poisonedItem', itemId: b, poison: 'strayTag', times: Infinity });
    const answers = await Promise.all([get(a), get(a, b), get(b)].map((request) => answerTo(running, request, bob)));
    expect(answers.map((answer) => textOf(answer).includes('</t:Nobody><t:ItemId'))).toEqual([false, true, true]);
  });
});

describe('a fault with a probability', () => {
  const hits = async (fault: object, requests: number): Promise<readonly number[]> => {
    const running = await startWith(fault);
    const bearer = await running.token();
    const statuses: number[] = [];
    for (let sent = 0; sent < requests; sent += 1) {
      const answer = await running.post(envelope(getInbox, impersonating(bob)), { authorization: `Bearer ${bearer}` });
      statuses.push(answer.status);
    }
    return statuses;
  };

  it('hits some requests and not others, the same ones for the same seed', async () => {
    const fault = { kind: 'unavailable', probability: 0.5, seed: 3 };
    const [first, second, other] = [
      await hits(fault, 40),
      await hits(fault, 40),
      await hits({ ...fault, seed: 4 }, 40),
    ];
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('ends after so many hits, when it says how many', async () => {
    const statuses = await hits({ kind: 'unavailable', probability: 0.5, seed: 3, times: 2 }, 40);
    expect(statuses.filter((status) => status === 503)).toHaveLength(2);
  });

  it('lets those pass that are told to be skipped, before chance has a say', async () => {
    const statuses = await hits({ kind: 'unavailable', probability: 1, skip: 3 }, 6);
    expect(statuses).toEqual([200, 200, 200, 503, 503, 503]);
  });

  it('breaks off the requests that another kind of the same seed would hit', async () => {
    const running = await startWith({ kind: 'breakOff', probability: 0.5, seed: 3 });
    const ends: (number | undefined)[] = [];
    for (let sent = 0; sent < 20; sent += 1) ends.push((await answerTo(running, getInbox)).status);
    const others = await hits({ kind: 'unavailable', probability: 0.5, seed: 3 }, 20);
    expect(ends).toEqual(others.map((status) => (status === 503 ? undefined : status)));
    expect(running.emulator.requests).toHaveLength(20);
  });
});
