import { describe, expect, it, onTestFinished } from 'vitest';
import { createClockTimers } from '../../../src/emulator/store/clock-timers.ts';

/** Timers whose clock stands still until it is set. */
const setUp = () => {
  const clock = { now: 1_000 };
  const timers = createClockTimers(() => clock.now);
  onTestFinished(timers.close);
  const done: string[] = [];
  return { clock, timers, done, note: (name: string) => () => void done.push(name) };
};

describe('timers of the emulator’s clock', () => {
  it('do what is due in the order of its time, once, however far the clock was set', () => {
    const { clock, timers, done, note } = setUp();
    timers.at(3_000, note('third'));
    timers.at(2_000, note('first'));
    timers.at(2_500, note('second'));
    timers.at(9_000, note('not yet'));
    timers.run();
    expect(done).toEqual([]);
    clock.now = 5_000;
    timers.run();
    timers.run();
    expect(done).toEqual(['first', 'second', 'third']);
  });

  it('do also what is due by then because of something that was due', () => {
    const { clock, timers, done, note } = setUp();
    timers.at(2_000, () => {
      note('first')();
      timers.at(2_500, note('second'));
      timers.at(2_501, note('not yet'));
    });
    clock.now = 2_500;
    timers.run();
    expect(done).toEqual(['first', 'second']);
  });

  it('do nothing that was called off, or after their end', () => {
    const { clock, timers, done, note } = setUp();
    const callOff = timers.at(2_000, note('called off'));
    callOff();
    timers.at(2_000, note('too late'));
    timers.close();
    timers.at(2_000, note('later still'));
    clock.now = 2_000;
    timers.run();
    expect(done).toEqual([]);
  });

  it('go by themselves when the clock does', async () => {
    const timers = createClockTimers(Date.now);
    onTestFinished(timers.close);
    await new Promise<void>((resolve) => timers.at(Date.now() + 20, resolve));
  });

  it('notice by themselves that a clock which had stood still was set', async () => {
    const { clock, timers } = setUp();
    const done = new Promise<void>((resolve) => timers.at(1_005, resolve));
    setTimeout(() => (clock.now = 1_005), 30);
    await done;
  });
});
