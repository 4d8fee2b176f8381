import type { Registry } from 'prom-client';
import { prometheus, wholePrometheus } from './prometheus.ts';

let registry: Registry | undefined;

/**
 * What is true of the whole process, whoever runs in it, from the first time that somebody asks: CPU, memory, garbage collection, file descriptors,
 * delays of the event loop since it was last asked. One for the process, because the library never lets go of what it observes it with. Delays are those
 * of a timer of ten milliseconds, which a loop without anything to do tells too.
 */
export const processMetrics = (): Registry => {
  if (registry === undefined) {
    registry = new prometheus.Registry();
    wholePrometheus().collectDefaultMetrics({ register: registry });
  }
  return registry;
};
