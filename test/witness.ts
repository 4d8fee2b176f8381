import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

/** The shared folder with recorded requests, answers and the EWS schema: EWS_WITNESS_DIR, else `../shared` beside the repository. */
const witnessFolder = process.env['EWS_WITNESS_DIR'] ?? fileURLToPath(new URL('../../shared', import.meta.url));

/** Where the witness data is; undefined on a machine that has none. */
export const witnessDir = (): string | undefined => (existsSync(`${witnessFolder}/ews`) ? witnessFolder : undefined);

/**
 * A suite that needs something which not every machine has. Missing, it is skipped with the reason in its name; with REQUIRE_WITNESSES=1 it
 * fails instead, so that a complete run cannot pass by skipping.
 */
export const describeNeeding = (reason: string, available: boolean, name: string, suite: () => void): void => {
  if (available) {
    describe(name, suite);
  } else if (process.env['REQUIRE_WITNESSES'] === '1') {
    describe(name, () => {
      it(`has what it needs (${reason})`, () => {
        throw new Error(`REQUIRE_WITNESSES=1, but ${reason}`);
      });
    });
  } else {
    // The reporter tells only how many were skipped.
    console.warn(`Skipped: ${name} (${reason})`);
    describe.skip(`${name} [skipped: ${reason}]`, () => {
      it('waits for what it needs', () => undefined);
    });
  }
};

/** A suite that reads the witness data; it gets the folder. */
export const describeWithWitness = (name: string, suite: (folder: string) => void): void => {
  const folder = witnessDir();
  describeNeeding('no witness data, see EWS_WITNESS_DIR', folder !== undefined, name, () => {
    suite(folder ?? witnessFolder);
  });
};
