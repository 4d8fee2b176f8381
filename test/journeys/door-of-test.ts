import { openRelay } from '../relay.ts';

/** An address of gateways, as a load balancer has one, that they can be told before they have one of their own. */
export interface Door {
  readonly url: URL;
  /** Leads connections from now on to this gateway; those that are there are ended. */
  leadTo(gateway: { readonly origin: string }): void;
}

/** Opens one on loopback that ends with the test. */
export const doorOfTest = async (): Promise<Door> => {
  let target: URL | 'drop' = 'drop';
  const { port, endAll } = await openRelay(() => target);
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    leadTo: ({ origin }) => {
      target = new URL(origin);
      endAll();
    },
  };
};
