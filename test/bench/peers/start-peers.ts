import { resolve } from 'node:path';
import { printedByPython, startPython } from '../../interop/python.ts';
import type { Contender } from '../interleaved.ts';
import { startReady } from '../start-process.ts';
import type { PeerAnswer, PeerWork } from './peer-work.ts';

/** Software that is taken instead of a gateway, and is measured against it. */
export interface Peer {
  readonly name: string;
  /** Why it cannot be measured; undefined: it can. */
  readonly missing: string | undefined;
  contender(work: PeerWork['work']): Contender;
  stop(): Promise<void>;
}

/** Starts every peer that is installed here. */
export const startPeers = async (backendUrl: string): Promise<readonly Peer[]> => [
  await ewsJavascriptApi(backendUrl),
  exchangelib(backendUrl),
];

const ewsJavascriptApi = async (backendUrl: string): Promise<Peer> => {
  const process = await startReady({ program: './peers/ews-javascript-api.js', given: [backendUrl] });
  return {
    name: 'ews-javascript-api',
    missing: undefined,
    contender: (work) => ({
      name: 'ews-javascript-api',
      timesInRound: 8,
      warmUps: 40,
      run: async (times) => {
        const { cpuMs } = await process.measure('used');
        const { shown } = await process.ask<PeerAnswer>({ work, times } satisfies PeerWork);
        checkShown(shown, work);
        return (await process.measure('used')).cpuMs - cpuMs;
      },
    }),
    stop: () => process.stop(),
  };
};

/** Python's own process tells its CPU after each work; what lies between two is the work. */
const exchangelib = (backendUrl: string): Peer => {
  const version = printedByPython('import exchangelib; print(exchangelib.__version__)');
  const name = `exchangelib ${version ?? ''}`.trim();
  if (version === undefined) {
    const contender = (): never => {
      throw new Error('exchangelib is not installed');
    };
    return {
      name,
      missing: 'exchangelib is not installed (python3-exchangelib)',
      contender,
      stop: async () => undefined,
    };
  }
  // Python's file has no compiled form: it lies where the benches are started, in the repository.
  const program = new URL(`file://${resolve('test/bench/peers/exchangelib_peer.py')}`);
  const python = startPython({ program, given: [backendUrl] });
  let usedMs: number | undefined;
  const work = async (asked: PeerWork): Promise<number> => {
    const { shown, cpuMs = Number.NaN } = (await python.ask(asked)) as PeerAnswer;
    checkShown(shown, asked.work);
    const taken = cpuMs - (usedMs ?? Number.NaN);
    usedMs = cpuMs;
    return taken;
  };
  return {
    name,
    missing: undefined,
    contender: (asked) => ({ name, timesInRound: 3, warmUps: 5, run: (times) => work({ work: asked, times }) }),
    stop: () => python.close(),
  };
};

/** A peer that reads nothing would be fast. */
const checkShown = (shown: string, work: PeerWork['work']): void => {
  const [count, ...rest] = shown.split(' ');
  if (count !== '50' || (work === 'full' && Number(rest.at(-1)) < 4_900)) throw new Error(`a peer has read ${shown}`);
};
