import { createRequire } from 'node:module';
import type * as PromClient from 'prom-client';

const load = createRequire(import.meta.url);

/**
 * The parts of prom-client that count. By its front door it brings OpenTelemetry and a client of HTTP along, which cost 20 ms of CPU and more, when
 * these take 1.3 (Node 20.20): the gateway should start within a second.
 */
export const prometheus = {
  Registry: load('prom-client/lib/registry') as typeof PromClient.Registry,
  Counter: load('prom-client/lib/counter') as typeof PromClient.Counter,
  Gauge: load('prom-client/lib/gauge') as typeof PromClient.Gauge,
  Histogram: load('prom-client/lib/histogram') as typeof PromClient.Histogram,
};

/** All of it, for what is not needed at start. */
export const wholePrometheus = (): typeof PromClient => load('prom-client') as typeof PromClient;
