import { describe, expect, it } from 'vitest';
import { mail } from '../../emulator/small-organization.ts';
import { journeyOfTest, sealedId } from '../journey-of-test.ts';
import { listening } from './subscribing.ts';

const alice = 'alice@example.test';
const never = 86_400_000;

interface Told {
  readonly mailboxChanged: {
    readonly change: { readonly message?: { readonly id: string } | null };
  };
}

const changed = `subscription { mailboxChanged(mailbox: "${alice}") { change { ... on MessageChanged { message { id } } } } }`;

describe('what this gateway itself writes', () => {
  it('is told to those who listen to it, though the mail server says nothing and nobody looks', async () => {
    const journey = await journeyOfTest({
      config: { notifications: 'polling' },
      liveTimes: { polling: { firstMs: never, mostMs: never }, hub: { safetyMs: never } },
    });
    const id = sealedId('Item', alice, journey.emulator.deliver(alice, 'inbox', mail('Old')));
    const stream = await listening<Told>(journey, changed);
    const { data } = await journey.query<{ moveMessages: { results: readonly { message: { id: string } | null }[] } }>(
      `mutation ($id: ID!) { moveMessages(input: { mailbox: "${alice}", ids: [$id], to: { role: DRAFTS } }) { results { message { id } } } }`,
      { id },
    );
    const moved = data.moveMessages.results[0]?.message?.id;
    let told: string | undefined;
    while (told !== moved) told = (await stream.next()).data.mailboxChanged.change.message?.id;
    expect(moved).not.toBe(id);
  });
});
