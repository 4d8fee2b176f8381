import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createApiKeys } from '../../src/access/api-keys.ts';

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');
const reports = { name: 'reports', sha256: hashOf('correct horse'), expiresAtMs: undefined };

describe('an API key', () => {
  it('is known by its hash, and its name is the subject', () => {
    const caller = createApiKeys([reports], () => 0).callerWith('correct horse');
    expect(caller).toMatchObject({ kind: 'apiKey', subject: 'reports', mailbox: undefined, expiresAtMs: undefined });
    expect(JSON.stringify(caller)).not.toContain(reports.sha256);
  });

  it.each(['correct horses', 'correct hors', '', 'reports', reports.sha256])('is not %j', (key) => {
    expect(createApiKeys([reports], () => 0).callerWith(key)).toBeUndefined();
  });

  it('ends to the millisecond', () => {
    let now = 999;
    const keys = createApiKeys([{ ...reports, expiresAtMs: 1_000 }], () => now);
    const caller = keys.callerWith('correct horse');
    expect(caller).toMatchObject({ expiresAtMs: 1_000 });
    if (caller === undefined) throw new Error('no caller');
    expect(keys.isLive(caller)).toBe(true);
    now = 1_000;
    expect(keys.callerWith('correct horse')).toBeUndefined();
    expect(keys.isLive(caller)).toBe(false);
  });

  it('that was removed, or exchanged under its name, is no longer live', () => {
    const caller = createApiKeys([reports], () => 0).callerWith('correct horse');
    if (caller === undefined) throw new Error('no caller');
    const opened = JSON.parse(JSON.stringify(caller)) as typeof caller;
    expect(createApiKeys([reports], () => 0).isLive(opened)).toBe(true);
    expect(createApiKeys([], () => 0).isLive(opened)).toBe(false);
    expect(createApiKeys([{ ...reports, name: 'other' }], () => 0).isLive(opened)).toBe(false);
    expect(createApiKeys([{ ...reports, sha256: hashOf('another') }], () => 0).isLive(opened)).toBe(false);
  });
});
