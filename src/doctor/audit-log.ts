import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { defineCheck } from './check.ts';

/** Whether audit lines can be written where they should; nothing is written. */
export const auditLog = defineCheck({
  name: 'audit-log',
  title: 'Audit log',
  needs: ['config'],
  run: async ({ config: { auditLog: target } }) => {
    if (target === 'none') return { status: 'skipped', found: 'there is none: everything is demo data' };
    if (target === 'stdout') return { status: 'ok', found: 'on standard output, between the log lines' };
    const reason = await reasonAgainst(target.file);
    if (reason === undefined) return { status: 'ok', found: `${target.file} can be written` };
    const advice = ['Give the user of the gateway the right to write there, or name another file in AUDIT_LOG.'];
    return { status: 'failed', found: `${target.file} cannot be written (${reason})`, advice };
  },
});

const reasonAgainst = async (path: string): Promise<string | undefined> => {
  const refusal = await refusalOf(path, constants.W_OK);
  // What is not there yet is made when the gateway starts.
  return refusal === 'ENOENT' ? refusalOf(dirname(path), constants.W_OK | constants.X_OK) : refusal;
};

const refusalOf = async (path: string, mode: number): Promise<string | undefined> => {
  try {
    await access(path, mode);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  }
};
