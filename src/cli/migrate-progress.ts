import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { MailboxMove, Progress } from '../migration/migrate-mailbox.ts';
import type { MailboxReport } from '../migration/migration-report.ts';
import { printable } from './printable.ts';

/** How a run shows that it goes on, on the standard error. */
export interface MigrateProgress {
  readonly update: (move: MailboxMove, progress: Progress) => void;
  readonly over: (report: MailboxReport) => void;
  /** A line in between. */
  readonly tell: (line: string) => void;
  readonly end: () => void;
}

interface Shown {
  readonly isTerminal: boolean;
  readonly isDryRun: boolean;
}

/** Bars on a terminal, one for each mailbox that is under way and one for all; elsewhere a line now and then. */
export const migrateProgress = (moves: readonly MailboxMove[], shown: Shown): MigrateProgress =>
  shown.isTerminal ? bars(moves, shown) : lines(moves);

const phases: Readonly<Record<Progress['phase'], string>> = {
  opening: 'opening',
  looking: 'looking',
  copying: 'copying',
  verifying: 'comparing',
  over: 'over',
};

const bars = (moves: readonly MailboxMove[], { isDryRun }: Shown): MigrateProgress => {
  const multi = new MultiBar(
    {
      format: ' {bar} {value}/{total}  {name}  {phase}',
      hideCursor: true,
      clearOnComplete: false,
      stream: process.stderr,
      autopadding: true,
      emptyOnZero: true,
    },
    Presets.shades_classic,
  );
  const all = multi.create(moves.length, 0, { name: 'mailboxes', phase: isDryRun ? 'a dry run' : '' });
  const running = new Map<MailboxMove, SingleBar>();
  return {
    update: (move, { phase, items, total }) => {
      const bar = running.get(move);
      if (phase === 'over') {
        if (bar !== undefined) multi.remove(bar);
        running.delete(move);
        return;
      }
      const payload = { name: printable(move.from), phase: phases[phase] };
      if (bar === undefined) running.set(move, multi.create(total, items, payload));
      else {
        bar.setTotal(total);
        bar.update(items, payload);
      }
    },
    over: () => all.increment(),
    tell: (line) => multi.log(`${line}\n`),
    end: () => multi.stop(),
  };
};

/** How often something is said where nobody watches, milliseconds. */
const everyMs = 10_000;

const lines = (moves: readonly MailboxMove[]): MigrateProgress => {
  const running = new Map<MailboxMove, Progress>();
  let over = 0;
  const tell = (line: string): void => void process.stderr.write(`${printable(line)}\n`);
  const timer = setInterval(() => {
    for (const [{ from }, { phase, items, total }] of running)
      tell(`${from}: ${phases[phase]}, ${items} of ${total} items`);
  }, everyMs);
  timer.unref();
  return {
    update: (move, progress) => {
      if (progress.phase === 'over') running.delete(move);
      else running.set(move, progress);
    },
    over: ({ from, outcome }) => {
      over += 1;
      tell(`${from}: ${outcome} (${over} of ${moves.length} mailboxes)`);
    },
    tell,
    end: () => clearInterval(timer),
  };
};
