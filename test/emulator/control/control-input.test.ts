import { describe, expect, it } from 'vitest';
import { type AskControl, startControlled } from './asked-control.ts';

/** All that input can change. */
const stateOf = async (ask: AskControl): Promise<readonly unknown[]> =>
  Promise.all(
    ['/faults', '/clock', '/options', '/arrivals', '/outbox', '/subscriptions'].map(
      async (path) => (await ask('GET', path)).body,
    ),
  );

describe('input that control does not take', () => {
  it.each([
    ['POST', '/faults', '{', 'not-json', ''],
    ['POST', '/faults', undefined, 'invalid-input', '[0]'],
    ['POST', '/faults', [{ kind: 'hang' }, { kind: 'cut' }], 'invalid-input', '[1].atByte'],
    ['POST', '/faults', { kind: 'hangs' }, 'invalid-input', '[0].kind'],
    ['POST', '/clock', undefined, 'invalid-input', ''],
    ['POST', '/clock', { advanceMs: 1.5 }, 'invalid-input', ''],
    ['POST', '/clock', { advanceMs: 1, setTo: '2026-01-01T00:00:00Z' }, 'invalid-input', ''],
    ['POST', '/clock', { advanceMs: -9e15 }, 'invalid-input', ''],
    ['POST', '/clock', { setTo: 'tomorrow' }, 'invalid-input', ''],
    ['PATCH', '/options', [], 'invalid-input', ''],
    ['PATCH', '/options', { withoutQueryString: 'yes' }, 'invalid-input', 'withoutQueryString'],
    ['PATCH', '/options', { withoutQueryStrings: true }, 'invalid-input', 'withoutQueryStrings'],
    ['PATCH', '/options', { withoutOperations: ['FindItems'] }, 'invalid-input', 'withoutOperations[0]'],
    [
      'PATCH',
      '/options',
      { withoutQueryString: true, notifications: { minuteMs: 0 } },
      'invalid-input',
      'notifications.minuteMs',
    ],
    ['POST', '/messages', { mailbox: 'alice@example.test' }, 'invalid-input', 'message'],
    ['POST', '/messages', { mailbox: 'nobody@example.test', message: { from: 'a@b.c' } }, 'not-found', ''],
    ['POST', '/messages', { mailbox: 'team@example.test', message: { from: 'a@b.c' } }, 'not-found', ''],
    [
      'POST',
      '/messages',
      { mailbox: 'alice@example.test', folder: 'outbox', message: { from: 'a@b.c' } },
      'not-found',
      '',
    ],
    [
      'POST',
      '/messages',
      { mailbox: 'alice@example.test', message: { from: 'a@b.c', text: '', html: '' } },
      'invalid-input',
      'message.html',
    ],
    ['POST', '/arrivals', { mailbox: 'alice@example.test', count: 0, everyMs: 1 }, 'invalid-input', 'count'],
    ['POST', '/arrivals', { mailbox: 'nobody@example.test', count: 1, everyMs: 1 }, 'not-found', ''],
    ['POST', '/arrivals', { mailbox: 'alice@example.test', folder: 'nowhere', count: 1, everyMs: 1 }, 'not-found', ''],
    ['DELETE', '/arrivals/7', undefined, 'not-found', ''],
    ['DELETE', '/sync-states', undefined, 'invalid-input', 'mailbox'],
    ['DELETE', '/sync-states?mailbox=nobody@example.test', undefined, 'not-found', ''],
    ['DELETE', '/subscriptions?mailbox=nobody@example.test', undefined, 'not-found', ''],
    ['DELETE', '/faults?kind=hang', undefined, 'invalid-input', ''],
    ['GET', '/requests?bodies=yes', undefined, 'invalid-input', 'bodies'],
    ['GET', '/nowhere', undefined, 'not-found', ''],
    ['PUT', '/faults', {}, 'wrong-method', ''],
  ])('%s %s %j is a %s', async (method, path, body, kind, place) => {
    const { ask } = await startControlled({ now: () => Date.UTC(2026, 5, 1) });
    const before = await stateOf(ask);
    const answer = await ask(method, path, body);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      type: `urn:workmail-emulator:problem:${kind}`,
      status: answer.status,
      detail: expect.stringMatching(/^.{10,}$/),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    if (kind === 'invalid-input' && place !== '')
      expect(answer.body).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ path: place })]) });
    expect(await stateOf(ask)).toEqual(before);
  });

  it('is too long beyond a message with its attachments', async () => {
    const { ask } = await startControlled();
    const answer = await ask('POST', '/messages', `"${'x'.repeat(44_000_000)}"`);
    expect(answer).toMatchObject({ status: 413, body: { type: 'urn:workmail-emulator:problem:too-long' } });
  });
});
