import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createEwsClient } from '../../../src/ews/client.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { streamingSource } from '../../../src/notifications/sources/streaming-source.ts';
import { createSubscribeMailbox } from '../../../src/notifications/sources/subscribe-mailbox.ts';
import { address, grantFor } from '../../access.ts';
import { recordedIn } from '../../ews/recorded.ts';
import { describeWithWitness } from '../../witness.ts';
import { patient, startWatch } from './start-watch.ts';

describeWithWitness('a streaming watch on what servers have really said', (folder) => {
  it('takes gromox at its word, and Microsoft’s stream with its failed subscription', async () => {
    const gromox = (name: string): string => readFileSync(`${folder}/wire/${name}.response.xml`, 'utf8');
    const answers: Readonly<Record<string, string>> = {
      Subscribe: gromox('124-Subscribe-all-folders-streaming'),
      Unsubscribe: gromox('053-Unsubscribe-streaming'),
    };
    const documented = recordedIn(`${folder}/ews/samples`).filter(({ name }) => name.startsWith('GetStreamingEvents-'));
    expect(documented).toHaveLength(3);

    const sent: string[] = [];
    let streams = 0;
    const client = createEwsClient({
      send: async ({ operation, body, signal }) => {
        sent.push(
          `${operation} ${(typeof body === 'string' && /<t:SubscriptionId>(.*?)</.exec(body)?.[1]) || ''}`.trim(),
        );
        streams += operation === 'GetStreamingEvents' ? 1 : 0;
        const said = streams === 1 ? documented : documented.slice(0, 2);
        const stream = async function* (): AsyncGenerator<Uint8Array> {
          for (const { text } of said) yield Buffer.from(text);
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        };
        return { status: 200, headers: {}, body: stream(), text: async () => answers[operation] ?? '' };
      },
      serverVersion: 'Exchange2013_SP1',
    });
    const open = async (signal: AbortSignal): Promise<OpenedMailbox> => {
      const alice = address('alice@example.test');
      const scope = { requestId: 'request-1', signal, onCall: () => undefined };
      // Nothing else is asked of it while the server takes all folders at once.
      return { address: alice, session: client.as(grantFor(alice), scope) } as OpenedMailbox;
    };
    const source = streamingSource({
      subscribeMailbox: createSubscribeMailbox(),
      now: () => performance.now(),
      random: () => 0,
    });
    const watch = startWatch(source, open);
    // Each time the connection and the new mail.
    await expect.poll(() => watch.hints.length, patient).toBe(4);
    await watch.end(0);
    const stream = 'GetStreamingEvents BAAAAAUAAAA=';
    expect(sent.slice(0, 4)).toEqual(['Subscribe', stream, 'Subscribe', stream]);
  });
});
