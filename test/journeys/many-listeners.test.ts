import { afterAll, beforeAll, expect, it } from 'vitest';
import { mail } from '../emulator/small-organization.ts';
import { lastToken, newMail, subjectsTold, type NewMail } from './new-mail.ts';
import { subscribe, type Subscribed } from './subscriptions/subscribing.ts';
import { startMeasured, type MeasuredGateway } from './measured-gateway.ts';

const listeners = 500;
/** As many as one caller may have at a time. */
const perCaller = 10;
const deliveries = 5;
const alice = 'alice@example.test';
const kilobyte = 1024;
/** Of one listener with its connection; a generous bound: see what is printed. */
const mostPerListener = 400 * kilobyte;

let gateway: MeasuredGateway;
let end = (): Promise<void> => Promise.resolve();
beforeAll(async () => {
  gateway = await startMeasured();
  end = gateway.close;
}, 120_000);
afterAll(() => end());

const asked = (operation: string): number =>
  gateway.emulator.requests.filter((request) => request.operation === operation).length;

const watches = (): number => gateway.emulator.notifications.open(alice).length;

const listen = (index: number, after?: string): Subscribed<NewMail> =>
  subscribe<NewMail>(
    gateway,
    newMail,
    { mailbox: alice, after },
    { 'x-caller': `caller-${Math.floor(index / perCaller)}` },
    { comesBack: true },
  );

const patient = { timeout: 60_000, interval: 20 };

it(
  'five hundred listeners cost one subscription at the mail server, and an event one reading of its message',
  { timeout: 180_000 },
  async () => {
    const { emulator } = gateway;
    // The first one brings along what all of them stand on.
    const first = listen(0);
    await expect.poll(() => first.answers.length, patient).toBe(1);
    await expect.poll(watches, patient).toBe(1);
    const before = await gateway.atRest();
    const others = Array.from({ length: listeners - 1 }, (_, index) => listen(index + 1));
    const all = [first, ...others];
    const arrived = (): number => all.filter(({ answers }) => answers.length > 0).length;
    await expect.poll(arrived, patient).toBe(listeners);
    const listening = await gateway.atRest();

    emulator.requests.length = 0;
    const subjects = Array.from({ length: deliveries }, (_, index) => `For all, ${index + 1}`);
    const delays: number[] = [];
    for (const [index, subject] of subjects.entries()) {
      const delivered = performance.now();
      emulator.deliver(alice, 'inbox', mail(subject));
      const told = (): number => all.filter((listener) => subjectsTold(listener).length === index + 1).length;
      await expect.poll(told, patient).toBe(listeners);
      delays.push(Math.round(performance.now() - delivered));
    }
    for (const listener of all) expect(subjectsTold(listener)).toEqual(subjects);
    expect(asked('GetItem')).toBe(deliveries);
    expect(asked('Subscribe')).toBe(0);
    expect(watches()).toBe(1);
    const after = await gateway.atRest();

    const each = (bytes: number, atFirst: number): number => (bytes - atFirst) / (listeners - 1);
    const kilobytes = (bytes: number): string => `${Math.round(bytes / kilobyte)} KB`;
    const used = each(listening.used, before.used);
    console.log(
      `A listener takes ${kilobytes(used)} of heap and buffers (resident ${kilobytes(each(listening.resident, before.resident))}), ` +
        `after ${deliveries} events ${kilobytes(each(after.used, before.used))}, with its connection. ` +
        `All ${listeners} are told after ${delays.join(', ')} ms.`,
    );
    expect(used).toBeLessThan(mostPerListener);

    for (const { leave } of all) leave();
    await expect.poll(watches, patient).toBe(0);
  },
);

it('five hundred who come back at once with one token cost what one of them does', { timeout: 180_000 }, async () => {
  const { emulator } = gateway;
  const first = listen(0);
  await expect.poll(() => first.answers.length, patient).toBe(1);
  emulator.deliver(alice, 'inbox', mail('Seen'));
  await expect.poll(() => subjectsTold(first), patient).toEqual(['Seen']);
  const token = lastToken(first);
  first.leave();
  await expect.poll(watches, patient).toBe(0);
  const subjects = ['Missed', 'Missed, too'];
  for (const subject of subjects) emulator.deliver(alice, 'inbox', mail(subject));
  emulator.requests.length = 0;
  const all = Array.from({ length: listeners }, (_, index) => listen(index, token));
  const told = (): number => all.filter((listener) => subjectsTold(listener).length === subjects.length).length;
  await expect.poll(told, patient).toBe(listeners);
  for (const listener of all) expect(subjectsTold(listener)).toEqual(subjects);
  // Two of each, where all of them come before the first reading has ended.
  for (const operation of ['FindFolder', 'SyncFolderItems', 'GetItem'])
    expect(asked(operation), operation).toBeLessThan(listeners / 20);
  expect(asked('Subscribe')).toBe(1);
  for (const { leave } of all) leave();
  await expect.poll(watches, patient).toBe(0);
});
