import { pino, type DestinationStream } from 'pino';
import { ConfigError } from '../config-error.ts';
import type { AuditLine } from './audit.ts';

/** Where audit lines go. */
export interface AuditLog {
  /** Undefined: nowhere. */
  readonly write: ((line: AuditLine) => void) | undefined;
  /** Opens the file anew under its name, after somebody has moved it away; a failure is told and the old file goes on. */
  reopen(): void;
  /** Writes what is held and closes the file. */
  close(): Promise<void>;
}

type Destination = ReturnType<typeof pino.destination>;

/** Lines that wait for a disk that is full; more are dropped. */
const maxHeldBytes = 16 * 1024 * 1024;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';

/** Readable by the gateway's user alone; the mode of a file that is there already stays. */
const openFile = (path: string): Destination =>
  // Written at once: a line is in the hands of the system before the caller has what it tells of.
  pino.destination({ dest: path, append: true, mode: 0o600, sync: true, maxLength: maxHeldBytes });

/** A file, and the file that takes its place. */
const fileLog = (path: string, onProblem: (problem: string) => void): AuditLog => {
  let isFailing = false;
  let dropped = 0;

  const open = (): Destination => {
    const file = openFile(path);
    file.on('error', (error: unknown) => {
      if (isFailing) return;
      isFailing = true;
      onProblem(`the audit log cannot be written (${codeOf(error)}); lines are held until it can`);
    });
    file.on('drop', () => {
      dropped += 1;
    });
    file.on('write', (bytes: number) => {
      if (!isFailing || bytes === 0) return;
      isFailing = false;
      onProblem(`the audit log can be written again; ${dropped} lines are lost`);
      dropped = 0;
    });
    return file;
  };

  const firstFile = (): Destination => {
    try {
      return open();
    } catch (error) {
      throw new ConfigError([`AUDIT_LOG: the file cannot be opened (${codeOf(error)})`]);
    }
  };

  let file = firstFile();
  return {
    write: (line) => void file.write(`${JSON.stringify(line)}\n`),
    reopen: () => {
      try {
        const next = open();
        file.end();
        file = next;
      } catch (error) {
        onProblem(`the audit log cannot be opened anew (${codeOf(error)}); the old file goes on`);
      }
    },
    close: () =>
      new Promise((resolve) => {
        // What still cannot be written is lost now.
        file.once('close', () => resolve()).once('error', () => resolve());
        file.end();
      }),
  };
};

/** No audit: for the demo, whose terminal a person reads. */
export const noAuditLog: AuditLog = { write: undefined, reopen: () => undefined, close: () => Promise.resolve() };

/** Takes lines as objects, for whoever wants to look at them. */
export const auditLogTo = (write: (line: AuditLine) => void): AuditLog => ({ ...noAuditLog, write });

/**
 * Opens where AUDIT_LOG says. A file is appended to, made with mode 0600, and every line written before the caller gets what it tells of.
 * `stdout`: between the log lines on the same stream, which keeps lines whole; they have `audit` where those have `level`. Neither depends on
 * LOG_LEVEL. A file that cannot be written later does not stop the service: `onProblem` is told once when it begins and once when it is over, and
 * up to 16 MB of lines are held until then. Throws ConfigError when the file cannot be opened.
 */
export const openAuditLog = (
  target: 'none' | 'stdout' | { readonly file: string },
  { stdout, onProblem }: { readonly stdout: DestinationStream; readonly onProblem: (problem: string) => void },
): AuditLog => {
  if (target === 'none') return noAuditLog;
  if (target === 'stdout') return auditLogTo((line) => stdout.write(`${JSON.stringify(line)}\n`));
  return fileLog(target.file, onProblem);
};
