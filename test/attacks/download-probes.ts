import { send, type Attack, type Outcome } from './attacker.ts';
import { headersOf, probesOf, type Probe } from './probe.ts';
import type { CallerName, Target } from './target.ts';

const probe = probesOf(2);
const content = probesOf(10);

const refusedWith = (...status: readonly number[]) => ({ status, maxLength: 400 });

const get =
  (path: (target: Target) => string, more: Attack = {}) =>
  (target: Target): Promise<Outcome> =>
    send(target.origin, { method: 'GET', path: path(target), ...more });

const getAs =
  (as: CallerName, path: (target: Target) => string) =>
  (target: Target): Promise<Outcome> => {
    const { authorization = '' } = headersOf(target, as);
    return send(target.origin, { method: 'GET', path: path(target), headers: { authorization } });
  };

const tokenOf = (link: string): string => new URL(link, 'http://x').searchParams.get('link') ?? '';
const pathOf = (link: string): string => new URL(link, 'http://x').pathname;

/** How the target names its bad links; target and probes must agree. */
export const linkForgeries = [
  'whose time is over',
  'with one bit turned',
  'cut by a character',
  'sealed by another gateway',
  'of the other route',
  'for ever, made up',
  'of a caller who may no longer',
] as const;

/** Files that are not the caller's, and files that a browser would take for pages. */
export const downloadProbes: readonly Probe[] = [
  ...linkForgeries.map((forgery) =>
    probe(
      `a link ${forgery}`,
      get(({ badLinks }) => badLinks[forgery] ?? '/'),
      refusedWith(403, 404),
    ),
  ),
  probe(
    'no link at all',
    get(({ alice }) => pathOf(alice.mimeLink)),
    refusedWith(401),
  ),
  probe(
    'an empty link',
    get(({ alice }) => `${pathOf(alice.mimeLink)}?link=`),
    refusedWith(403),
  ),
  probe(
    'a bad link in front of a good one',
    get(({ alice }) => `${pathOf(alice.mimeLink)}?link=x&link=${tokenOf(alice.mimeLink)}`),
    refusedWith(403),
  ),
  probe(
    'the link of one download at another',
    get(({ alice, bob }) => `${pathOf(bob.mimeLink)}?link=${tokenOf(alice.mimeLink)}`),
    refusedWith(403),
  ),
  probe(
    'the link of a file at the whole mail',
    get(({ alice }) => `${pathOf(alice.mimeLink)}?link=${tokenOf(alice.attachmentLink)}`),
    refusedWith(403),
  ),
  probe(
    'a link as a token',
    (target) =>
      send(target.origin, {
        method: 'GET',
        path: pathOf(target.alice.mimeLink),
        headers: { authorization: `Bearer ${tokenOf(target.alice.mimeLink)}` },
      }),
    refusedWith(401),
  ),
  probe(
    "a colleague's mail, with my token",
    getAs('alice', ({ bob }) => `/mime/${bob.message}`),
    refusedWith(404),
  ),
  probe(
    "a colleague's file, with my token",
    getAs('alice', ({ bob }) => `/attachments/${bob.attachment}`),
    refusedWith(404),
  ),
  probe(
    'my whole mail, for somebody who may see metadata',
    getAs('metadata', ({ alice }) => `/mime/${alice.message}`),
    { ...refusedWith(403), calls: 2 },
  ),
  probe(
    'my file, for somebody who may see metadata',
    getAs('metadata', ({ alice }) => `/attachments/${alice.attachment}`),
    { ...refusedWith(403), calls: 2 },
  ),
  ...(['mailbox', 'inbox', 'message', 'conversation', 'cursor'] as const).map((what) =>
    probe(
      `my ${what} as a file`,
      getAs('alice', ({ alice }) => `/attachments/${alice[what]}`),
      { ...refusedWith(400, 404), calls: 0 },
    ),
  ),
  ...[
    '/attachments/',
    '/mime/..',
    '/mime/../graphql',
    '/attachments/../../../etc/passwd',
    '/attachments/..%2f..%2f..%2fetc%2fpasswd',
    '/attachments/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/attachments/..%5c..%5cwindows%5cwin.ini',
    '/attachments/%00',
    '/attachments/x%00.png',
    '/mime/file:%2f%2f%2fetc%2fpasswd',
    `/mime/${'A'.repeat(12_000)}`,
    '/mime/%ff%fe',
    '/mime/%',
  ].map((path) =>
    probe(
      `GET ${path.slice(0, 60)}`,
      getAs('alice', () => path),
      refusedWith(400, 404, 405),
    ),
  ),
  ...(['POST', 'PUT', 'DELETE'] as const).map((method) =>
    probe(
      `${method} on a download`,
      get(({ alice }) => alice.mimeLink, { method }),
      refusedWith(405),
    ),
  ),
  content(
    'a file that a browser shall take for a page',
    get(({ alice }) => `${alice.attachmentLink}&inline=1`),
    {
      status: 200,
      calls: 1,
      maxLength: 100_000,
      wrong: ({ headers }) =>
        headers['x-content-type-options'] === 'nosniff' &&
        headers['content-security-policy']?.includes('sandbox') === true &&
        (headers['content-disposition']?.startsWith('attachment') === true ||
          /^image\/(?:png|jpeg|gif|webp)$/.test(headers['content-type'] ?? ''))
          ? undefined
          : JSON.stringify(headers),
    },
  ),
  content(
    'a mail that a browser shall take for a page',
    get(({ alice }) => `${alice.mimeLink}&inline=1`),
    {
      status: 200,
      calls: 2,
      maxLength: 1_000_000,
      wrong: ({ headers }) =>
        headers['content-disposition']?.startsWith('attachment') === true &&
        headers['x-content-type-options'] === 'nosniff' &&
        !/html|xml/.test(headers['content-type'] ?? '')
          ? undefined
          : JSON.stringify(headers),
    },
  ),
  content(
    'pieces of a file, ten thousand at a time',
    get(({ alice }) => alice.mimeLink, {
      headers: { range: `bytes=${Array.from({ length: 1_000 }, () => '0-0').join(',')}` },
    }),
    {
      status: [200, 416],
      calls: 2,
      maxLength: 1_000_000,
    },
  ),
];
