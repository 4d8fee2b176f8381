import type { Finding } from './check.ts';

const order: readonly Finding['status'][] = ['failed', 'warning', 'ok', 'skipped'];

/** Several findings as one, which is as bad as the worst of them; its advice is theirs, each once. */
export const worstOf = (findings: readonly Finding[]): Finding => {
  const [worst, ...rest] = findings.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  if (worst === undefined) return { status: 'skipped', found: 'there was nothing to look at' };
  const advice = [...new Set(findings.flatMap((finding) => finding.advice ?? []))];
  const details = [...rest.map(({ found }) => found), ...findings.flatMap((finding) => finding.details ?? [])];
  const learnt = Object.assign({}, ...findings.map((finding) => finding.learnt)) as Finding['learnt'];
  return {
    status: worst.status,
    found: worst.found,
    ...(details.length === 0 ? {} : { details }),
    ...(advice.length === 0 ? {} : { advice }),
    ...(learnt === undefined ? {} : { learnt }),
  };
};
