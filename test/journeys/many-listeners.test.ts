import { expect, it, onTestFinished } from 'vitest';
import { mail } from '../emulator/small-organization.ts';
import { newMail, subjectsTold, type NewMail } from './new-mail.ts';
import { subscribe } from './subscriptions/subscribing.ts';
import { startMeasured } from './measured-gateway.ts';

const listeners = 500;
/** As many as one caller may have at a time. */
const perCaller = 10;
const deliveries = 5;
const alice = 'alice@example.test';
const kilobyte = 1024;
/** Of one listener with its connection; a generous bound: see what is printed. */
const mostPerListener = 400 * kilobyte;

it(
  'five hundred listeners cost one subscription at the mail server, and an event one reading of its message',
  { timeout: 180_000 },
  async () => {
    const gateway = await startMeasured();
    onTestFinished(() => gateway.close());
    const { emulator } = gateway;
    const asked = (operation: string): number =>
      emulator.requests.filter((request) => request.operation === operation).length;
    const listen = (index: number) =>
      subscribe<NewMail>(
        gateway,
        newMail,
        { mailbox: alice },
        { 'x-caller': `caller-${Math.floor(index / perCaller)}` },
      );

    // The first one brings along what all of them stand on.
    const first = listen(0);
    await expect.poll(() => first.answers.length).toBe(1);
    await expect.poll(() => emulator.notifications.open(alice).length).toBe(1);
    const before = await gateway.atRest();
    const others = Array.from({ length: listeners - 1 }, (_, index) => listen(index + 1));
    const all = [first, ...others];
    const arrived = (): number => all.filter(({ answers }) => answers.length > 0).length;
    await expect.poll(arrived, { timeout: 60_000 }).toBe(listeners);
    const listening = await gateway.atRest();

    emulator.requests.length = 0;
    const subjects = Array.from({ length: deliveries }, (_, index) => `For all, ${index + 1}`);
    for (const [index, subject] of subjects.entries()) {
      emulator.deliver(alice, 'inbox', mail(subject));
      const told = (): number => all.filter((listener) => subjectsTold(listener).length === index + 1).length;
      await expect.poll(told, { timeout: 60_000 }).toBe(listeners);
    }
    for (const listener of all) expect(subjectsTold(listener)).toEqual(subjects);
    expect(asked('GetItem')).toBe(deliveries);
    expect(asked('Subscribe')).toBe(0);
    expect(emulator.notifications.open(alice)).toHaveLength(1);
    const after = await gateway.atRest();

    const each = (bytes: number, atFirst: number): number => (bytes - atFirst) / (listeners - 1);
    const kilobytes = (bytes: number): string => `${Math.round(bytes / kilobyte)} KB`;
    const used = each(listening.used, before.used);
    console.log(
      `A listener takes ${kilobytes(used)} of heap and buffers (resident ${kilobytes(each(listening.resident, before.resident))}), ` +
        `after ${deliveries} events ${kilobytes(each(after.used, before.used))}, with its connection.`,
    );
    expect(used).toBeLessThan(mostPerListener);

    for (const { leave } of all) leave();
    await expect.poll(() => emulator.notifications.open(alice).length, { timeout: 60_000 }).toBe(0);
  },
);
