import { describe, expect, it } from 'vitest';
import { journeyOfTest } from '../journey-of-test.ts';
import type { Journey } from '../start.ts';

const alice = 'alice@example.test';

interface Line {
  readonly msg: string;
  readonly requestId: string;
  readonly operation?: string;
  readonly ms: number;
  readonly cost?: number;
  readonly calls: number;
  readonly codes?: readonly string[];
  readonly upstreamBytes?: number;
  readonly isComplete?: boolean;
}

const linesOf = ({ log }: Journey, message: string): readonly Line[] =>
  log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .filter(({ msg }) => msg === message);

describe('the line of a request', () => {
  it('tells what the operation cost and how often the mail server was asked', async () => {
    const journey = await journeyOfTest();
    const answer = await journey.query(
      `query Screen { mailbox(address: "${alice}") { inbox { messages(first: 3) { nodes { subject body { content } } } } } }`,
    );
    expect(linesOf(journey, 'request')).toMatchObject([
      {
        operation: 'Screen',
        cost: answer.extensions?.cost?.requested,
        calls: answer.extensions?.upstream?.roundTrips,
        requestId: expect.any(String) as string,
      },
    ]);
    expect(linesOf(journey, 'request')[0]).not.toHaveProperty('codes');
    expect(linesOf(journey, 'request over')).toEqual([]);
  });

  it('names each code among the errors once, and nothing that was never executed has a cost', async () => {
    const journey = await journeyOfTest();
    await journey.query(
      '{ one: mailbox(address: "one@example.test") { address } two: mailbox(address: "two@example.test") { address } }',
    );
    await journey.query('{ nonsense }');
    const [missing, refused] = linesOf(journey, 'request');
    expect(missing).toMatchObject({ codes: ['NOT_FOUND'], calls: 0 });
    expect(refused).toMatchObject({ codes: ['BAD_USER_INPUT'] });
    expect(refused).not.toHaveProperty('cost');
  });
});

describe('what goes on after its beginning', () => {
  it('has a second line when a download is over, with what the mail server sent for it', async () => {
    const journey = await journeyOfTest();
    const { data } = await journey.query<{
      readonly mailbox: {
        readonly messages: { readonly nodes: readonly { readonly mime: { readonly downloadUrl: string } }[] };
      };
    }>(`{ mailbox(address: "${alice}") { messages(first: 1) { nodes { mime { downloadUrl } } } } }`);
    const url = data.mailbox.messages.nodes[0]?.mime.downloadUrl ?? '';
    const { byteLength } = await (await fetch(url)).arrayBuffer();
    await expect.poll(() => linesOf(journey, 'request over')).toHaveLength(1);
    const [over] = linesOf(journey, 'request over');
    expect(over).toMatchObject({ isComplete: true, requestId: linesOf(journey, 'request')[1]?.requestId });
    expect(over?.upstreamBytes).toBeGreaterThanOrEqual(byteLength);
  });

  it('has one when a stream of events ends, which says who ended it', async () => {
    const journey = await journeyOfTest();
    const leave = new AbortController();
    await fetch(`${journey.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: `subscription Mail { newMessage(mailbox: "${alice}") { message { subject } } }` }),
      signal: leave.signal,
    });
    expect(linesOf(journey, 'request')).toMatchObject([{ operation: 'Mail', cost: expect.any(Number) as number }]);
    expect(linesOf(journey, 'request over')).toEqual([]);
    leave.abort();
    await expect.poll(() => linesOf(journey, 'request over')).toMatchObject([{ isComplete: false }]);
  });
});
