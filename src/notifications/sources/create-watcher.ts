import type { Watcher } from '../event-source.ts';
import { chooseSource, type ChooseSourceOptions } from './choose-source.ts';
import { pollingSource } from './polling-source.ts';
import { pullSource } from './pull-source.ts';
import type { PushEndpoints } from './push-endpoints.ts';
import { pushSource } from './push-source.ts';
import { streamingSource } from './streaming-source.ts';
import { createSubscribeMailbox } from './subscribe-mailbox.ts';

interface WatcherOptions extends Omit<ChooseSourceOptions, 'sources'> {
  /** Where the server can push to; undefined: nowhere, and push is left out. */
  readonly endpoints: PushEndpoints | undefined;
}

/** Watches the mailboxes of one server in all ways that there are. */
export const createWatcher = ({ endpoints, ...choice }: WatcherOptions): Watcher => {
  const { now, random } = choice;
  // What one source learns of the server's subscriptions holds for the others.
  const common = { subscribeMailbox: createSubscribeMailbox(), now, random };
  return chooseSource({
    ...choice,
    sources: [
      streamingSource(common),
      ...(endpoints === undefined ? [] : [pushSource({ ...common, endpoints })]),
      pullSource(common),
      pollingSource({ random }),
    ],
  });
};
