import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../access/caller.ts';
import type { HeldMemory } from '../access/held-memory.ts';

const releasesKey = Symbol('what frees the memory of this request');

interface Holding {
  [releasesKey]?: { readonly list: (() => void)[]; isAnswered: boolean };
}

/** Memory that requests hold until they have been answered. */
export interface RequestMemory {
  /**
   * Sets bytes aside for a request, by its server context, and gives what frees them earlier; undefined when there is no room. What a stream sets aside
   * after its answer has begun is for its taker to free.
   */
  hold(serverContext: object, caller: Caller, bytes: number): (() => void) | undefined;
  readonly plugin: Plugin;
}

/** Ties memory to requests. */
export const createRequestMemory = (memory: HeldMemory): RequestMemory => ({
  hold: (serverContext, caller, bytes) => {
    const release = memory.hold(caller, bytes);
    const held = (serverContext as Holding)[releasesKey];
    if (release !== undefined && held?.isAnswered === false) held.list.push(release);
    return release;
  },
  plugin: {
    // An object, because the server context is copied into that of GraphQL.
    onRequest: ({ serverContext }) => {
      (serverContext as Holding)[releasesKey] = { list: [], isAnswered: false };
    },
    onResponse: ({ serverContext }) => {
      const held = (serverContext as Holding)[releasesKey];
      if (held === undefined) return;
      held.isAnswered = true;
      for (const release of held.list.splice(0)) release();
    },
  },
});
