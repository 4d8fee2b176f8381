import { createContext, useContext, useSyncExternalStore } from 'react';
import { useSubscription } from 'urql';
import { MailboxChangedDocument } from '../generated/graphql.ts';
import type { Live, LiveState } from './live.ts';

/** The line on which changes come. */
export const LiveContext = createContext<Live | undefined>(undefined);

const useLive = (): Live => {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error('LiveContext is empty');
  return live;
};

/** How that line is now. */
export const useLiveState = (): LiveState => {
  const { onState, state } = useLive();
  return useSyncExternalStore(onState, state);
};

/**
 * Follows a mailbox while the component is there; the cache takes the events. Answers whether everything from now on will be told: what is read from
 * then on stays true by itself.
 */
export const useFollow = (mailbox: string): boolean => {
  const { onState, follows } = useLive();
  // The events go into the cache; drawing them is the business of those who read it.
  useSubscription({ query: MailboxChangedDocument, variables: { mailbox }, pause: mailbox === '' });
  return useSyncExternalStore(onState, () => follows(mailbox));
};
