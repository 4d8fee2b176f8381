import type { Plugin } from 'graphql-yoga';

const header = 'x-deadline-ms';
const leastMs = 5_000;
const mostMs = 60_000;

/** What a client is told that asks for another time. */
export const deadlineRule = `The header ${header} takes milliseconds, from ${leastMs} to ${mostMs}.`;

/** How long a request may take altogether, milliseconds, as its client says; undefined: it does not say; `malformed`: not in the form of the rule. */
export const deadlineIn = (headers: Headers): number | 'malformed' | undefined => {
  const text = headers.get(header);
  if (text === null) return undefined;
  const ms = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return ms >= leastMs && ms <= mostMs ? ms : 'malformed';
};

const dueKey = Symbol('when this request is due');

interface Due {
  [dueKey]?: number | 'malformed';
}

/** When a request has to be answered, by the clock of `useDeadline`, milliseconds; undefined: its client does not say. */
export const dueMsOf = (serverContext: object): number | undefined => {
  const due = (serverContext as Due)[dueKey];
  return due === 'malformed' ? undefined : due;
};

/** Takes down when a request is due, counted from its first byte, and refuses operations that say so in another form than the rule's. */
export const useDeadline = (nowMs: () => number, refuse: (message: string, status: number) => Error): Plugin => ({
  onRequest: ({ request, serverContext }) => {
    const ms = deadlineIn(request.headers);
    if (ms !== undefined) (serverContext as Due)[dueKey] = ms === 'malformed' ? ms : nowMs() + ms;
  },
  onRequestParse: ({ serverContext }) => {
    if ((serverContext as Due)[dueKey] === 'malformed') throw refuse(deadlineRule, 400);
  },
});
