import { afterAll, describe, expect, it } from 'vitest';
import { startJourney } from '../journeys/start.ts';
import { send } from './edge-requests.ts';

const allowed = 'https://mail.example.test';
const config = { corsOrigins: [allowed, 'https://calendar.example.test:8443'] };
const journey = await startJourney({ isEmbedded: false, config });
const closed = await startJourney({ isEmbedded: false });
const demo = await startJourney();
afterAll(() => Promise.all([journey, closed, demo].map((each) => each.close())));

const corsHeaders = ({ headers }: Response): Readonly<Record<string, string>> =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

const preflight = (origin: string, from: string, path = '/graphql'): Promise<Response> =>
  send(origin, {
    method: 'OPTIONS',
    path,
    headers: {
      origin: from,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-evil',
    },
  });

const foreign = [
  'https://evil.example.test',
  'http://mail.example.test',
  'https://mail.example.test:444',
  'https://mail.example.test.evil.test',
  'https://evil-mail.example.test',
  'https://MAIL.example.test',
  'null',
  '*',
];

describe('a page of an origin on the list', () => {
  it('may ask with its credentials in a header and reads what it needs', async () => {
    for (const from of config.corsOrigins) {
      const answer = await preflight(journey.origin, from);
      expect(answer.status).toBe(204);
      expect(corsHeaders(answer)).toEqual({
        'access-control-allow-origin': from,
        'access-control-allow-methods': 'GET, HEAD, POST',
        'access-control-allow-headers':
          'authorization, content-type, x-upstream-trace, x-deadline-ms, priority, apollo-require-preflight',
        'access-control-expose-headers': expect.stringContaining('retry-after, x-request-id'),
        'access-control-max-age': '7200',
      });
      expect(answer.headers.get('vary')).toBe('Origin');
    }
  });

  it('gets answers that name it, errors too, and never with cookies', async () => {
    const sent = [
      { headers: { origin: allowed } },
      { headers: { origin: allowed }, body: 'no JSON' },
      { method: 'GET', path: '/ready', headers: { origin: allowed } },
      { method: 'GET', path: '/attachments/x', headers: { origin: allowed } },
    ];
    for (const each of sent) {
      expect(corsHeaders(await send(journey.origin, each))).toEqual({
        'access-control-allow-origin': allowed,
        'access-control-expose-headers': expect.any(String),
      });
    }
  });
});

describe('a page of any other origin', () => {
  it.each(foreign)('gets nothing that its browser would accept: %s', async (from) => {
    for (const { origin } of [journey, closed]) {
      for (const answer of [await preflight(origin, from), await send(origin, { headers: { origin: from } })])
        expect(corsHeaders(answer)).toEqual({});
    }
  });

  it('is told apart by caches from those on the list, and requests without an origin too', async () => {
    for (const sent of [{ headers: { origin: 'https://evil.example.test' } }, {}])
      expect((await send(journey.origin, sent)).headers.get('vary')).toContain('Origin');
  });
});

describe('the demo', () => {
  it('answers every page that has an origin', async () => {
    const [asked, answer] = [
      await preflight(demo.origin, allowed),
      await send(demo.origin, { headers: { origin: allowed } }),
    ];
    for (const each of [asked, answer]) expect(each.headers.get('access-control-allow-origin')).toBe('*');
    expect(corsHeaders(await send(demo.origin, { headers: { origin: 'null' } }))).toEqual({});
  });

  it('keeps even its own pages from where mail servers send what happens', async () => {
    const path = '/ews/notifications/anything';
    const asked = await preflight(demo.origin, allowed, path);
    expect(asked.ok).toBe(false);
    for (const each of [asked, await send(demo.origin, { path, headers: { origin: allowed } })])
      expect(corsHeaders(each)).toEqual({});
  });
});
