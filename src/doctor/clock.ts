import { defineCheck } from './check.ts';

/** From here on a difference is worth a word, and from there on signatures and tokens are refused; milliseconds. */
const noticeableMs = 60_000;
const tooMuchMs = 5 * 60_000;

/** This machine's clock against those of others, by the Date headers of their answers. */
export const clock = defineCheck({
  name: 'clock',
  title: 'Clock',
  needs: ['config'],
  run: async (_facts, examination) => {
    const clocks = [...examination.clocks()];
    if (clocks.length === 0) return { status: 'skipped', found: 'nobody told what time it is' };
    const largest = Math.max(...clocks.map(([, aheadMs]) => Math.abs(aheadMs)));
    const details = clocks.map(([whose, aheadMs]) => `${whose}: ${difference(aheadMs)}`);
    if (largest <= noticeableMs) return { status: 'ok', found: 'agrees with those of others', details };
    const advice = [
      'Set the clock of this machine by NTP: AWS refuses signatures that are five minutes off, and tokens seem ended or not yet valid.',
    ];
    const found = `differs by ${Math.round(largest / 1000)} seconds`;
    return { status: largest > tooMuchMs ? 'failed' : 'warning', found, details, advice };
  },
});

const difference = (aheadMs: number): string => {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  // Date headers tell whole seconds, and answers take their time.
  if (seconds <= 2) return 'the same';
  return `${seconds} seconds ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine`;
};
