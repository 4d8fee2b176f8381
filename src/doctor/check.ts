import type { WorkMail } from '@aws-sdk/client-workmail';
import type { Config, GatewayConfig } from '../config.ts';
import type { MailboxAddress } from '../ews/properties/id.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { OperatorAccess } from '../operator-access.ts';

/** What one check found, and what to do about it. None of these texts holds a secret, a token or a password. */
export interface Finding {
  /** `warning`: the gateway runs, and something is not as it should be. `skipped`: there was nothing to look at. */
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** One sentence. */
  readonly found: string;
  /** What belongs to it, a line each. */
  readonly details?: readonly string[];
  /** What to do, a line for each thing; only of warnings and failures. */
  readonly advice?: readonly string[];
  /** What the checks that follow can begin with. */
  readonly learnt?: Partial<Facts>;
}

/** What is known so far. */
export interface Facts {
  readonly config: Config;
  /** The configuration with a mail server that can be asked: in embedded mode one that was started for this. */
  readonly server: GatewayConfig;
  /** The mailbox to try. */
  readonly mailbox: MailboxAddress;
  readonly aws: WorkMail;
  /** The way to the mail server, with credentials that were given out. */
  readonly access: OperatorAccess;
  /** The server answers at its address. */
  readonly reachable: URL;
  /** The server lets the credentials in, as far as can be told without a mailbox. */
  readonly admitted: true;
  /** A mailbox that was opened. */
  readonly opened: OpenedMailbox;
}

/** What every check is lent. */
export interface Examination {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Monotonic, milliseconds. */
  readonly monotonicMs: () => number;
  readonly now: () => Date;
  /** Of Node, without `v`: `20.19.4`. */
  readonly nodeVersion: string;
  /** Ends the check when it takes too long. */
  readonly signal: AbortSignal;
  /** Calls this when everything has been examined. */
  readonly onEnd: (close: () => Promise<void>) => void;
  /** Notes what somebody else's clock showed in an answer that has just come, by its Date header. */
  readonly noteClock: (whose: string, date: string | null | undefined) => void;
  /** How far clocks that were noted are ahead of ours, milliseconds. */
  readonly clocks: () => ReadonlyMap<string, number>;
  /** Notes what version the mail server says it is. */
  readonly noteVersion: (version: string) => void;
  readonly version: () => string | undefined;
}

/** One thing that is looked at. */
export interface Check {
  /** For scripts: `aws-credentials`. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Without these it is skipped. */
  readonly needs: readonly (keyof Facts)[];
  /** What it teaches when all is well. */
  readonly teaches?: readonly (keyof Facts)[];
  /** Throws only what nobody expected. */
  readonly run: (facts: Facts, examination: Examination) => Promise<Finding>;
}

/** A check that sees no more facts than it says it needs, and those that it wants and that may be missing. */
export const defineCheck = <Need extends keyof Facts, Want extends keyof Facts = never>(
  check: Omit<Check, 'needs' | 'run'> & {
    readonly needs: readonly Need[];
    readonly wants?: readonly Want[];
    readonly run: (facts: Pick<Facts, Need> & Partial<Pick<Facts, Want>>, examination: Examination) => Promise<Finding>;
  },
): Check => check;
