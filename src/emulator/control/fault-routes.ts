import type { ControlRoute } from './control-route.ts';
import { invalidInput } from './control-route.ts';
import type { Emulator } from '../emulator.ts';
import { readFaults, writeFault } from '../faults/fault-file.ts';

/** Faults on order. */
export const faultRoutes = ({ faults }: Pick<Emulator, 'faults'>): readonly ControlRoute[] => {
  const waiting = (): object => ({
    faults: faults.waiting().map(({ script, skip, times }) => writeFault({ ...script, skip, times })),
  });
  return [
    {
      method: 'GET',
      path: '/faults',
      does: 'The faults in wait, with how many requests they still let pass (skip) and how many they still hit (times).',
      answer: waiting,
    },
    {
      method: 'POST',
      path: '/faults',
      does: 'Adds a fault, or a list of them: all or none.',
      takes: { kind: 'serverBusy', backOffMs: 3000, operation: 'FindItem', mailbox: 'alice@example.test', times: 2 },
      answer: ({ body }) => {
        const read = readFaults(Array.isArray(body) ? body : [body]);
        if ('mistakes' in read) throw invalidInput(read.mistakes);
        for (const script of read.faults) faults.add(script);
        return waiting();
      },
    },
    { method: 'DELETE', path: '/faults', does: 'Takes all faults away.', answer: () => faults.clear() },
  ];
};
