import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { gatewayAt } from './gateway.ts';
import { confirmationOf, type Order } from './order.ts';
import { sendOnce } from './send-once.ts';

const {
  GATEWAY_URL: url = 'http://127.0.0.1:4000/graphql',
  GATEWAY_TOKEN: token,
  MAILBOX: mailbox = 'alice@example.test',
} = process.env;
const [file = 'orders.json'] = process.argv.slice(2);

const orders = JSON.parse(await readFile(file, 'utf8')) as readonly Order[];
const trySend = gatewayAt(url, token);
const patience = { tries: 5, longestWaitMs: 150_000, wait: (ms: number) => setTimeout(ms) };

// One after the other; nothing is noted down. A run that was killed is simply run again: what was sent is not sent again.
for (const order of orders) {
  const outcome = await sendOnce(trySend, confirmationOf(order, mailbox), patience);
  switch (outcome.kind) {
    case 'sent':
      console.log(`${order.id}: ${outcome.wasNew ? 'sent' : 'had been sent before'}`);
      break;
    case 'refused':
      console.log(`${order.id}: not sent, for the ${outcome.whose} to look at: ${outcome.reason}`);
      process.exitCode = 1;
      break;
    case 'later':
      console.log(`${order.id}: not sent yet, run me again: ${outcome.reason}`);
      process.exitCode = 75;
      break;
    case 'unclear':
      console.log(`${order.id}: look into Sent Items before anything else: ${outcome.reason}`);
      process.exitCode = 1;
      break;
  }
}
