import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describeNeeding } from '../../witness.ts';

/** Debian's own, which brings the modules `mailbox` and `email`. */
const python = '/usr/bin/python3';

/** A suite whose files Python reads. */
export const describeWithPython = (name: string, suite: () => void): void => {
  describeNeeding(`no ${python}`, existsSync(python), name, suite);
};

/** What a script prints as JSON. */
export const askPython = <Answer>(script: string, parameters: readonly string[]): Promise<Answer> =>
  new Promise((resolve, reject) => {
    execFile(python, ['-c', script, ...parameters], { maxBuffer: 64 * 1024 * 1024 }, (error, output) => {
      if (error === null) resolve(JSON.parse(output) as Answer);
      else reject(error instanceof Error ? error : new Error('Python failed'));
    });
  });
