import { serverAudits } from 'graphql-http';
import { afterAll, describe, expect, it } from 'vitest';
import { accessOf, callerNamed } from '../access.ts';
import { startJourney } from '../journeys/start.ts';

const open = await startJourney();
const key = 'Bearer a-key';
const caller = accessOf(callerNamed('audits'));
const guarded = await startJourney({
  isEmbedded: false,
  // The audits ask for `__type`.
  config: { hasIntrospection: true },
  access: {
    ...caller,
    authenticate: (request) =>
      request.headers.get('authorization') === key
        ? caller.authenticate(request)
        : Promise.resolve({ failure: 'noCredentials' }),
  },
});
afterAll(() => Promise.all([open.close(), guarded.close()]));

/** Operations by GET, which the audits allow and the gateway does not take. */
const byGet = new Set(['5A70', 'D6D5', '6A70']);

const fetchWithKey = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), authorization: key } });

describe.each([
  ['open to everybody', open, fetch],
  ['with credentials', guarded, fetchWithKey],
])('GraphQL over HTTP, %s', (_, { origin }, fetchFn) => {
  const audits = serverAudits({ url: `${origin}/graphql`, fetchFn });

  it('is audited as a whole', () => {
    expect(audits.length).toBeGreaterThanOrEqual(61);
    expect(audits.filter(({ id, name }) => byGet.has(id) && !name.startsWith('MAY'))).toEqual([]);
  });

  it.each(audits.filter(({ id }) => !byGet.has(id)).map(({ id, name, fn }) => ({ id, name, fn })))(
    '$id $name',
    async ({ fn }) => {
      const { status, ...details } = await fn();
      expect(status, JSON.stringify(details)).toBe('ok');
    },
  );
});

it('nobody gets past without credentials, whatever the form of the request', async () => {
  for (const audit of serverAudits({ url: `${guarded.origin}/graphql`, fetchFn: fetch })) {
    const { status } = await audit.fn();
    if (/\b200\b|MUST accept|MUST allow/.test(audit.name)) expect(status, audit.name).not.toBe('ok');
  }
  expect(guarded.emulator.requests).toEqual([]);
});
