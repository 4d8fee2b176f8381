import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Names } from './notation.ts';
import { startDemo, type Demo } from './start-demo.ts';

/** What the block before has brought. */
export type Brought =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'response'; readonly response: Response; readonly text: string }
  | undefined;

/** Events of a subscription, in order; waits for the next. */
export interface Events {
  next(): Promise<unknown>;
}

/** What a page has so far while its blocks are run, one after the other. */
export interface PageRun {
  readonly page: string;
  readonly names: Names;
  /** `Type.field` of everything that was asked for and answered. */
  readonly asked: Set<string>;
  brought: Brought;
  events: Events | undefined;
  /** Where the page's gateway listens: the demo of this run, or the one that the page has started itself. */
  origin(): Promise<string>;
  /** The same text with the ports that the pages name in place of those of this run. */
  documented(text: string): Promise<string>;
  /** The page's own folder. */
  folder(): Promise<string>;
  /** A port that nobody else has, for the gateway (4000) or the emulator (4100) that a page starts. */
  port(documented: '4000' | '4100'): Promise<string>;
  /** From now on the page's gateway is one that it has started. */
  moveTo(origin: string): void;
  /** To be done when the page is over, last one first. */
  later(end: () => Promise<void>): void;
  close(): Promise<void>;
}

/** Begins a page. `makeFolder` fills its folder; nothing is started before it is needed. */
export const beginPage = (page: string, makeFolder: (folder: string) => Promise<void>): PageRun => {
  const ends: (() => Promise<void>)[] = [];
  const ports = new Map<string, Promise<string>>();
  let demo: Promise<Demo> | undefined;
  let folder: Promise<string> | undefined;
  let moved: string | undefined;

  const openFolder = async (): Promise<string> => {
    const path = await mkdtemp(join(tmpdir(), 'workmail-graphql-page-'));
    ends.unshift(() => rm(path, { recursive: true, force: true }));
    await makeFolder(path);
    return path;
  };
  const openDemo = async (): Promise<Demo> => {
    const started = await startDemo();
    ends.push(() => started.close());
    return started;
  };

  return {
    page,
    names: new Map(),
    asked: new Set(),
    brought: undefined,
    events: undefined,
    origin: async () => moved ?? (await (demo ??= openDemo())).origin,
    documented: async (text) => {
      const gateways = [moved, (await demo)?.origin].map((origin) => origin && new URL(origin).port);
      const known = [
        ...[...gateways, await ports.get('4000')].map((port) => [port, '4000'] as const),
        [await ports.get('4100'), '4100'] as const,
      ];
      return known.reduce(
        (told, [port, shown]) =>
          port === undefined
            ? told
            : told.replaceAll(new RegExp(`((?:127\\.0\\.0\\.1|localhost):|port )${port}\\b`, 'g'), `$1${shown}`),
        text,
      );
    },
    folder: () => (folder ??= openFolder()),
    port: (documented) => {
      const port = ports.get(documented) ?? freePort();
      ports.set(documented, port);
      return port;
    },
    moveTo: (origin) => void (moved = origin),
    later: (end) => void ends.push(end),
    close: async () => {
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
};

const freePort = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
};
