import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../access/caller.ts';
import type { HeldMemory } from '../access/held-memory.ts';

const releasesKey = Symbol('what frees the memory of this request');

interface Holding {
  [releasesKey]?: (() => void)[];
}

/** Memory that requests hold until they have been answered. */
export interface RequestMemory {
  /** Sets bytes aside for a request, by its server context, and gives what frees them earlier; undefined when there is no room. */
  hold(serverContext: object, caller: Caller, bytes: number): (() => void) | undefined;
  readonly plugin: Plugin;
}

/** Ties memory to requests. */
export const createRequestMemory = (memory: HeldMemory): RequestMemory => ({
  hold: (serverContext, caller, bytes) => {
    const release = memory.hold(caller, bytes);
    if (release !== undefined) (serverContext as Holding)[releasesKey]?.push(release);
    return release;
  },
  plugin: {
    // A list, because the server context is copied into that of GraphQL.
    onRequest: ({ serverContext }) => {
      (serverContext as Holding)[releasesKey] = [];
    },
    onResponse: ({ serverContext }) => {
      for (const release of (serverContext as Holding)[releasesKey] ?? []) release();
    },
  },
});
