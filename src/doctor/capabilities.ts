import { defineCheck } from './check.ts';

/** What the server can do, asked as `gateway { capabilities }` does: harmless calls, nothing is written. */
export const capabilities = defineCheck({
  name: 'capabilities',
  title: 'Operations of the server',
  needs: ['access', 'opened'],
  run: async ({ access, opened }) => {
    const states = await access.capabilities.probe(opened.session);
    const named = (state: 'SUPPORTED' | 'UNSUPPORTED' | 'UNKNOWN'): readonly string[] =>
      states.filter((probed) => probed.state === state).map(({ operation }) => operation);
    const lacking = named('UNSUPPORTED');
    const unknown = named('UNKNOWN');
    const found = `${named('SUPPORTED').length} of ${states.length} operations answer`;
    const details =
      unknown.length === 0 ? [] : [`not asked, because they write or did not answer: ${unknown.join(', ')}`];
    if (lacking.length === 0) return { status: 'ok', found, details };
    return {
      status: 'warning',
      found,
      details: [`missing on this server: ${lacking.join(', ')}`, ...details],
      advice: ['The gateway does without them where it can; what needs them is answered with UNSUPPORTED.'],
    };
  },
});
