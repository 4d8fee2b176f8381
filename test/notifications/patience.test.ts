import { describe, expect, it } from 'vitest';
import { DirectoryError } from '../../src/directory/directory.ts';
import { EwsError } from '../../src/ews/errors.ts';
import { createPatience } from '../../src/notifications/patience.ts';
import { repeated } from './sources/start-watch.ts';

const start = (random = 1) => createPatience({ random: () => random, firstMs: 100, mostMs: 1_000, mostDoubts: 3 });

const code = (responseCode: string, retryAfterMs?: number): EwsError =>
  new EwsError('response', 'no', { responseCode, retryAfterMs });
const status = (value: number, retryAfterMs?: number): EwsError =>
  new EwsError('http', 'no', { status: value, retryAfterMs });
const unreachable = new EwsError('unreachable', 'no');
const garbage = new EwsError('decode', 'no');

const waits = (errors: readonly unknown[], random?: number): readonly number[] => {
  const patience = start(random);
  return errors.map((error) => patience.afterFailure(error));
};

describe('patience', () => {
  it('waits longer after each failure in a row, up to a limit, and never less than half of it', () => {
    const failures = repeated(6, unreachable);
    expect(waits(failures)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    expect(waits(failures, 0)).toEqual([50, 100, 200, 400, 500, 500]);
  });

  it('begins anew after a success', () => {
    const patience = start();
    patience.afterFailure(unreachable);
    patience.afterFailure(garbage);
    patience.afterFailure(garbage);
    patience.succeed();
    expect(patience.afterFailure(garbage)).toBe(100);
    expect(patience.afterFailure(garbage)).toBe(200);
    expect(() => patience.afterFailure(garbage)).toThrow(garbage);
  });

  it('never asks sooner than the server wants, and lets no server stop it for good', () => {
    expect(waits([code('ErrorServerBusy', 30_000)])[0]).toBeGreaterThan(30_000);
    expect(waits([status(429, 7_000)])[0]).toBeGreaterThan(7_000);
    expect(waits([new DirectoryError('no', { retryAfterMs: 5_000 })])[0]).toBeGreaterThan(5_000);
    expect(waits([status(503, 10 ** 12)])[0]).toBeLessThan(1_000_000);
  });

  it.each<[string, unknown]>([
    ['a lost connection', unreachable],
    ['no answer', new EwsError('timeout', 'no')],
    ['a lender who left', new EwsError('aborted', 'no')],
    ['no token', new EwsError('credentials', 'no')],
    ['a refused token', status(401)],
    ['too many requests', status(429)],
    ['an ill server', status(502)],
    ['a busy server', code('ErrorServerBusy')],
    ['a mailbox that is moved', code('ErrorMailboxMoveInProgress')],
    ['a code that asks to wait', code('ErrorOfTomorrow', 1)],
    ['a directory that is away', new DirectoryError('no')],
  ])('outlasts %s', (_name, error) => {
    expect(waits(repeated(50, error))).toHaveLength(50);
  });

  it.each<[string, EwsError]>([
    ['an answer that is none', garbage],
    ['one that is too large', new EwsError('tooLarge', 'no')],
    ['a code that nobody knows', code('ErrorOfTomorrow')],
    ['a fault without a code', new EwsError('fault', 'no', { status: 500 })],
  ])('gives up after some of the same: %s', (_name, error) => {
    expect(waits([error, error])).toEqual([100, 200]);
    expect(() => waits([error, error, error])).toThrow(error);
  });

  it.each<[string, EwsError]>([
    ['a lacking operation', new EwsError('fault', 'no', { lacking: 'operation' })],
    ['a request that is not taken', new EwsError('fault', 'no', { lacking: 'request' })],
    ['a closed door', status(403)],
    ['no such page', status(404)],
    ...[
      'ErrorAccessDenied',
      'ErrorImpersonateUserDenied',
      'ErrorNonExistentMailbox',
      'ErrorInvalidOperation',
      'ErrorIncorrectSchemaVersion',
      'ErrorExceededSubscriptionCount',
      'ErrorExceededConnectionCount',
    ].map((responseCode): [string, EwsError] => [responseCode, code(responseCode)]),
  ])('gives up at once after %s', (_name, error) => {
    expect(() => waits([error])).toThrow(error);
  });

  it.each([
    'ErrorSubscriptionNotFound',
    'ErrorExpiredSubscription',
    'ErrorInvalidSubscription',
    'ErrorMissedNotificationEvents',
    'ErrorNewEventStreamConnectionOpened',
    'ErrorInvalidWatermark',
  ])('lets a new subscription follow at once on %s, and gives up when none is ever found', (responseCode) => {
    const ended = code(responseCode);
    expect(waits([ended, ended, ended])).toEqual([0, 100, 200]);
    expect(() => waits(repeated(4, ended))).toThrow(ended);
  });

  it('hands on what is no failure of a server', () => {
    expect(() => waits([new TypeError('a mistake')])).toThrow(TypeError);
  });
});
