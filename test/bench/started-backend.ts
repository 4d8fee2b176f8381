import type { CannedOrders, CannedTold } from './canned/canned-backend.ts';
import { type MeasuredProcess, startReady } from './start-process.ts';

/** The canned backend, running. */
export interface StartedBackend {
  readonly url: string;
  readonly process: MeasuredProcess;
  /** Changes how it answers, and tells what it was sent since it was last asked. */
  order(orders?: CannedOrders): Promise<CannedTold>;
  stop(): Promise<void>;
}

/** Starts the canned backend in a process of its own. */
export const startBackend = async (): Promise<StartedBackend> => {
  const process = await startReady({ program: './canned/canned-backend.js' });
  const order = (orders: CannedOrders = {}): Promise<CannedTold> => process.ask({ canned: true, ...orders });
  const { url } = await order();
  return { url, process, order, stop: () => process.stop() };
};
