import type { Config } from './config.ts';
import { version } from './version.ts';

/** What a script needs to know of a gateway that listens. It is the only line on standard output that has `graphqlUrl`. */
export interface StartAnnouncement {
  readonly version: string;
  readonly mode: Config['mode'];
  readonly origin: string;
  readonly graphqlUrl: string;
  /** Where METRICS_PORT serves metrics and probes without credentials. */
  readonly metricsOrigin?: string;
  /** Those of the demo; other organisations do not tell theirs to whoever reads the output. */
  readonly mailboxes?: readonly string[];
}

/** What is told of a gateway that listens there. */
export const startAnnouncement = ({
  mode,
  origin,
  metricsOrigin,
  mailboxes,
}: {
  readonly mode: Config['mode'];
  readonly origin: string;
  readonly metricsOrigin: string | undefined;
  readonly mailboxes: readonly string[] | undefined;
}): StartAnnouncement => ({
  version,
  mode,
  origin,
  graphqlUrl: `${origin}/graphql`,
  ...(metricsOrigin === undefined ? {} : { metricsOrigin }),
  ...(mailboxes === undefined ? {} : { mailboxes }),
});
