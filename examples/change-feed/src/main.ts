import { mkdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { openFeed } from './feed.ts';
import { GatewayError, mailboxAt } from './gateway.ts';
import { openStore } from './store.ts';

const {
  GATEWAY_URL: url = 'http://127.0.0.1:4000/graphql',
  GATEWAY_TOKEN: gatewayToken,
  MAILBOX: address = 'alice@example.test',
  FEED_FOLDER: folder = 'feed',
} = process.env;
/** Ends at the present instead of waiting for what comes. */
const isOnce = process.argv.includes('--once');

/** The subscription makes it quick; this makes it sure, milliseconds. */
const atLeastEveryMs = 60_000;
const afterFailureMs = 2_000;

await mkdir(folder, { recursive: true });
const mailbox = mailboxAt(url, address, gatewayToken);
const feed = await openFeed(mailbox, await openStore(folder));

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

/** Until something has happened, or a minute has gone by. Which of them does not matter: `catchUp` finds out. */
const nextOccasion = async (token: string): Promise<void> => {
  const over = new AbortController();
  const signal = AbortSignal.any([stop.signal, over.signal]);
  const minute = setTimeout(atLeastEveryMs, undefined, { signal });
  const happened = new Promise<void>((resolve, reject) => {
    mailbox.listen(token, resolve, signal).then(resolve, reject);
  });
  try {
    await Promise.race([minute, happened]);
  } finally {
    over.abort();
    await Promise.allSettled([minute, happened]);
  }
};

while (!stop.signal.aborted) {
  try {
    const { token, messages } = await feed.catchUp();
    console.log(`${address}: ${messages.size} messages`);
    if (isOnce) break;
    await nextOccasion(token);
  } catch (error) {
    if (stop.signal.aborted) break;
    if (error instanceof GatewayError && !error.isRetryable) throw error;
    // The gateway, the network or the stream: the state says where to go on.
    await setTimeout(afterFailureMs, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}
