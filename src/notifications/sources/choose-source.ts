import { LRUCache } from 'lru-cache';
import { EwsError } from '../../ews/errors.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import type { EventSource, SourceKind, Watch, Watcher } from '../event-source.ts';

/** That a mailbox is watched in this way from now on. */
export interface SourceChoice {
  readonly address: MailboxAddress;
  readonly kind: SourceKind;
}

/** That a mailbox cannot be watched in this way for now. */
export interface SourceRefusal extends SourceChoice {
  readonly error: EwsError;
  /** No mailbox of this server can be, as far as the error tells. */
  readonly isEverywhere: boolean;
}

interface ChooseSourceOptions {
  /** `auto`: the first one of `sources` that works; else this one as long as it works, and polling beneath it. */
  readonly configured: 'auto' | SourceKind;
  /** In order of preference. The last one is polling, which always works. */
  readonly sources: readonly EventSource[];
  /** A monotonic clock, milliseconds. */
  readonly now: () => number;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  /** Told when a source has begun to watch, once for each time. */
  readonly onChosen: (choice: SourceChoice) => void;
  /** Told before the next source is tried. */
  readonly onRefused: (refusal: SourceRefusal) => void;
  /** How long nobody tries what the server does not offer, milliseconds; default an hour. */
  readonly serverMs?: number;
  /** How long a mailbox is spared what did not work for it (a quota, a right, connections that do not last), milliseconds; default 10 minutes. */
  readonly mailboxMs?: number;
}

const mailboxesRemembered = 20_000;

/**
 * Watches each mailbox with the best source that works for it, and tries the better ones again when their time has come. Where nothing works that was
 * configured, the mailbox is polled rather than left alone: events come late then, and none is lost.
 */
export const chooseSource = (options: ChooseSourceOptions): Watcher => {
  const { configured, now, random, onChosen, onRefused } = options;
  const { serverMs = 3_600_000, mailboxMs = 600_000 } = options;
  const sources = options.sources.filter(
    ({ kind }) => configured === 'auto' || kind === configured || kind === 'polling',
  );
  const lastResort = sources.at(-1);

  const remember = (max: number): LRUCache<string, number> => new LRUCache({ max });
  /** Until when nobody uses a source; when it last worked; until when a mailbox does not use it. */
  const lacking = remember(sources.length + 1);
  const worked = remember(sources.length + 1);
  const refused = remember(mailboxesRemembered);

  /** How long a mailbox has to do without a source yet, milliseconds; 0: it can be tried. */
  const withoutMs = (kind: SourceKind, address: string): number =>
    Math.max(0, (lacking.get(kind) ?? 0) - now(), (refused.get(`${kind} ${address}`) ?? 0) - now());

  const refuse = (kind: SourceKind, address: MailboxAddress, error: EwsError): void => {
    // What has worked within the time is offered, whatever is said of one mailbox.
    const hasWorked = now() - (worked.get(kind) ?? Number.NEGATIVE_INFINITY) < serverMs;
    const isEverywhere = !hasWorked && isNotOffered(error);
    if (isEverywhere) lacking.set(kind, now() + serverMs);
    else refused.set(`${kind} ${address}`, now() + mailboxMs);
    onRefused({ address, kind, error, isEverywhere });
  };

  /** Fires when a better source can be tried: not for all mailboxes at once, and not for those that come after one for which it failed again. */
  const startRetry = (better: readonly EventSource[], address: string): { signal: AbortSignal; stop: () => void } => {
    const retry = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const look = (): void => {
      const leftMs = Math.min(...better.map(({ kind }) => withoutMs(kind, address)));
      if (leftMs === 0) retry.abort();
      else timer = setTimeout(look, leftMs * (1 + random() / 10) + 1);
    };
    if (better.length > 0) look();
    return { signal: retry.signal, stop: () => clearTimeout(timer) };
  };

  /** `again`: what is best is to be looked for anew. */
  const watchWith = async (source: EventSource, watch: Watch): Promise<'over' | 'again'> => {
    const { address, onHint, signal } = watch;
    const { kind } = source;
    const retry = startRetry(sources.slice(0, sources.indexOf(source)), address);
    let hasBegun = false;
    try {
      await source.watch({
        ...watch,
        onHint: (moves) => {
          worked.set(kind, now());
          if (!hasBegun) onChosen({ address, kind });
          hasBegun = true;
          return onHint(moves);
        },
        signal: AbortSignal.any([signal, retry.signal]),
      });
    } catch (error) {
      if (!(error instanceof EwsError) || source === lastResort) throw error;
      if (!signal.aborted) refuse(kind, address, error);
      return 'again';
    } finally {
      retry.stop();
    }
    return retry.signal.aborted ? 'again' : 'over';
  };

  return {
    watch: async (watch) => {
      while (!watch.signal.aborted) {
        const source = sources.find(({ kind }) => withoutMs(kind, watch.address) === 0) ?? lastResort;
        if (source === undefined || (await watchWith(source, watch)) === 'over') return;
      }
    },
  };
};

/** Whether an error is about what the server offers, rather than about a mailbox. */
const isNotOffered = ({ lacking, kind, status, responseCode = '' }: EwsError): boolean =>
  lacking !== undefined ||
  (kind === 'http' && [400, 404, 405, 501].includes(status ?? 0)) ||
  /^Error(?:InvalidRequest|InvalidOperation|SchemaValidation|InvalidServerVersion|IncorrectSchemaVersion|NotSupported)/.test(
    responseCode,
  );
