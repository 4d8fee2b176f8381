import { Client, fetchExchange, mapExchange, subscriptionExchange } from 'urql';
import type { Live } from './live.ts';
import { mailCache } from './mail-cache.ts';

/**
 * The client of the whole application. Operations that carry a File are sent as multipart forms by urql itself; the header says to the gateway that
 * no foreign page has sent them.
 */
export const createMailClient = (url: string, live: Live): Client =>
  new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers: { 'apollo-require-preflight': 'true' } },
    exchanges: [
      mapExchange({ onResult: tellCosts }),
      mailCache(),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: live.forward }),
    ],
  });

interface Upstream {
  readonly roundTrips: number;
  readonly calls: readonly { readonly operation: string; readonly ms: number }[];
}

/** In development, the console tells what each operation has cost the mail server. */
const tellCosts = ({
  operation,
  extensions,
}: {
  operation: { kind: string; query: unknown };
  extensions?: Record<string, unknown> | undefined;
}): void => {
  const upstream = extensions?.['upstream'] as Upstream | undefined;
  if (!import.meta.env.DEV || upstream === undefined) return;
  // eslint-disable-next-line no-console
  console.debug(
    operation.kind,
    upstream.roundTrips,
    upstream.calls.map(({ operation: name, ms }) => `${name} ${ms} ms`),
  );
};
