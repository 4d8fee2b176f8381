import { describe, expect, test } from 'vitest';
import { createSealer } from '../src/sealer.ts';
import { createLinks } from '../src/signed-link.ts';
import { address, callerNamed } from './access.ts';

const caller = callerNamed('alice', {
  mailbox: address('alice@example.test'),
  claims: { groups: ['auditors', 'staff'] },
});
const service = callerNamed('archive service', { kind: 'apiKey' });
const origin = 'https://mail-api.example.com';

const linksAt = (start: string) => {
  let time = Date.parse(start);
  const links = createLinks({ sealer: createSealer(new Uint8Array(32).fill(7)), now: () => time });
  return { links, advance: (ms: number): void => void (time += ms) };
};

const tokenOf = (url: string): string => new URL(url).searchParams.get('link') ?? '';

describe('download links', () => {
  test.each([caller, service])('a link brings back the caller it was made for: $subject', (made) => {
    const { links } = linksAt('2026-11-20T10:00:00Z');
    const url = links.url({ origin, route: 'attachments', id: 'abc-123', caller: made, lifetimeSeconds: 300 });
    expect(url.startsWith('https://mail-api.example.com/attachments/abc-123?link=')).toBe(true);
    expect(links.open({ route: 'attachments', id: 'abc-123', token: tokenOf(url) })).toEqual({
      ...made,
      expiresAtMs: Date.parse('2026-11-20T10:05:00Z'),
    });
  });

  test('a link dies at the second it was given', () => {
    const { links, advance } = linksAt('2026-11-20T10:00:00Z');
    const token = tokenOf(links.url({ origin, route: 'mime', id: 'abc', caller, lifetimeSeconds: 60 }));
    advance(59_999);
    expect(links.open({ route: 'mime', id: 'abc', token })).toMatchObject({ subject: 'alice' });
    advance(1);
    expect(links.open({ route: 'mime', id: 'abc', token })).toBeUndefined();
  });

  test('a link dies with the credentials of whoever asked for it', () => {
    const { links, advance } = linksAt('2026-11-20T10:00:00Z');
    const brief = { ...caller, expiresAtMs: Date.parse('2026-11-20T10:00:10Z') };
    const token = tokenOf(links.url({ origin, route: 'mime', id: 'abc', caller: brief, lifetimeSeconds: 60 }));
    advance(9_999);
    expect(links.open({ route: 'mime', id: 'abc', token })).toEqual(brief);
    advance(1);
    expect(links.open({ route: 'mime', id: 'abc', token })).toBeUndefined();
  });

  test('a link opens nothing but its own download', () => {
    const { links } = linksAt('2026-11-20T10:00:00Z');
    const token = tokenOf(links.url({ origin, route: 'attachments', id: 'abc', caller, lifetimeSeconds: 60 }));
    expect(links.open({ route: 'attachments', id: 'abd', token })).toBeUndefined();
    expect(links.open({ route: 'mime', id: 'abc', token })).toBeUndefined();
    expect(links.open({ route: 'attachments', id: 'abc', token: `${token}A` })).toBeUndefined();
    expect(links.open({ route: 'attachments', id: 'abc', token: '' })).toBeUndefined();
  });

  test('the address does not show whom it was made for', () => {
    const { links } = linksAt('2026-11-20T10:00:00Z');
    const token = tokenOf(links.url({ origin, route: 'attachments', id: 'abc', caller, lifetimeSeconds: 60 }));
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('alice');
  });

  test.each([0, -1, 3601, 1.5, Number.NaN])('a life of %s seconds is refused', (lifetimeSeconds) => {
    const { links } = linksAt('2026-11-20T10:00:00Z');
    expect(() => links.url({ origin, route: 'attachments', id: 'abc', caller, lifetimeSeconds })).toThrow(RangeError);
  });
});
