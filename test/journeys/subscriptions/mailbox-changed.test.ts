import { describe, expect, it } from 'vitest';
import { mail } from '../../emulator/small-organization.ts';
import { journeyOfTest, problemsOf, sealedId } from '../journey-of-test.ts';
import { operationsOf, type Journey } from '../start.ts';
import { listening, subscribe } from './subscribing.ts';

const alice = 'alice@example.test';

interface Change {
  readonly __typename: string;
  readonly kind?: string;
  readonly id?: string;
  readonly previousId?: string | null;
  readonly reason?: string;
  readonly message?: { readonly subject: string; readonly from?: unknown } | null;
}

interface Told {
  readonly mailboxChanged: { readonly token: string; readonly change: Change };
}

const changed = (args = '', message = 'subject', address = alice): string =>
  `subscription ($after: SyncToken) { mailboxChanged(mailbox: "${address}"${args}, after: $after) { token change { __typename
    ... on MessageChanged { kind previousId message { ${message} } } ... on ItemRemoved { id } ... on ResyncRequired { reason } } } }`;

const deliver = ({ emulator }: Journey, subject: string, folder = 'inbox'): string =>
  sealedId('Item', alice, emulator.deliver(alice, folder, mail(subject)));

const move = async (journey: Journey, id: string, role: string): Promise<string> => {
  const { data } = await journey.query<{ moveMessages: { results: readonly { message: { id: string } }[] } }>(
    `mutation ($id: ID!) { moveMessages(input: { mailbox: "${alice}", ids: [$id], to: { role: ${role} } }) { results { message { id } } } }`,
    { id },
  );
  return data.moveMessages.results[0]!.message.id;
};

/** Changes of messages, apart from the counts of folders that come with them. */
const nextOfMessage = async (subscribed: ReturnType<typeof subscribe<Told>>): Promise<Told['mailboxChanged']> => {
  for (;;) {
    const { data, errors } = await subscribed.next();
    expect(errors).toBeUndefined();
    if (data.mailboxChanged.change.__typename !== 'FolderChanged') return data.mailboxChanged;
  }
};

describe('mailboxChanged', () => {
  it('begins with the position that it tells from, and tells new mail with what is selected of it', async () => {
    const journey = await journeyOfTest();
    const stream = subscribe<Told>(journey, changed());
    const { data } = await stream.next();
    expect(data.mailboxChanged.change).toEqual({ __typename: 'ResyncRequired', reason: 'STARTED' });
    deliver(journey, 'One');
    deliver(journey, 'Two');
    const told = [await nextOfMessage(stream), await nextOfMessage(stream)];
    expect(told.map(({ change }) => change)).toEqual(
      ['One', 'Two'].map((subject) => ({
        __typename: 'MessageChanged',
        kind: 'CREATED',
        previousId: null,
        message: { subject },
      })),
    );
  });

  it('goes on from the token of any event, and of the feed, and tells what came after it', async () => {
    const journey = await journeyOfTest();
    const first = await listening<Told>(journey, changed());
    deliver(journey, 'One');
    const { token } = await nextOfMessage(first);
    first.leave();
    deliver(journey, 'Two');
    const second = subscribe<Told>(journey, changed(), { after: token });
    const again = await nextOfMessage(second);
    // What was told already may come again, and then under the same token.
    const next = again.change.message?.subject === 'One' ? await nextOfMessage(second) : again;
    expect(next.change.message).toEqual({ subject: 'Two' });

    const { data } = await journey.query<{ mailbox: { changes: { token: string; changes: readonly Change[] } } }>(
      `query ($since: SyncToken) { mailbox(address: "${alice}") { changes(since: $since) { token changes { __typename ... on MessageChanged { message { subject } } } } } }`,
      { since: token },
    );
    expect(data.mailbox.changes.changes).toContainEqual({ __typename: 'MessageChanged', message: { subject: 'Two' } });
    deliver(journey, 'Three');
    const third = subscribe<Told>(journey, changed(), { after: data.mailbox.changes.token });
    expect((await nextOfMessage(third)).change.message).toEqual({ subject: 'Three' });
  });

  it('tells of some folders only, and what leaves them as removed from there', async () => {
    const journey = await journeyOfTest();
    const before = deliver(journey, 'Stays away', 'junkemail');
    const stream = await listening<Told>(journey, changed(', in: [{ role: INBOX }]'));
    deliver(journey, 'Elsewhere', 'junkemail');
    const id = deliver(journey, 'Here');
    expect((await nextOfMessage(stream)).change).toMatchObject({ kind: 'CREATED', message: { subject: 'Here' } });
    await move(journey, id, 'JUNK_EMAIL');
    expect((await nextOfMessage(stream)).change).toEqual({ __typename: 'ItemRemoved', id });
    await move(journey, before, 'INBOX');
    expect((await nextOfMessage(stream)).change).toMatchObject({ message: { subject: 'Stays away' } });
  });

  it('tells where a message went that the gateway has moved', async () => {
    const journey = await journeyOfTest();
    const id = deliver(journey, 'Travels');
    const stream = await listening<Told>(journey, changed('', 'id subject'));
    const moved = await move(journey, id, 'JUNK_EMAIL');
    expect((await nextOfMessage(stream)).change).toEqual({
      __typename: 'MessageChanged',
      kind: 'MOVED',
      previousId: id,
      message: { id: moved, subject: 'Travels' },
    });
  });

  it('shows with each event the calls of this event alone', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(journey, changed(', in: [{ role: INBOX }]'));
    for (const subject of ['One', 'Two', 'Three']) {
      deliver(journey, subject);
      for (;;) {
        const answer = await stream.next();
        if (answer.data.mailboxChanged.change.__typename === 'FolderChanged') continue;
        expect(operationsOf(answer)).toEqual(['GetItem']);
        break;
      }
    }
  });

  it('goes on after an event whose payload could not be read, which tells why', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(journey, changed(', in: [{ role: INBOX }]'));
    journey.emulator.faults.add({
      kind: 'fault',
      operation: 'GetItem',
      responseCode: 'ErrorInternalServerError',
      times: 10,
    });
    deliver(journey, 'Unreadable');
    let answer = await stream.next();
    while (answer.data.mailboxChanged.change.__typename === 'FolderChanged') answer = await stream.next();
    expect(answer.data.mailboxChanged.change).toMatchObject({ kind: 'CREATED', message: null });
    expect(problemsOf(answer)).toEqual([
      expect.objectContaining({ code: 'UPSTREAM_ERROR', path: ['mailboxChanged', 'change', 'message'] }),
    ]);
    journey.emulator.faults.clear();
    deliver(journey, 'Readable');
    expect((await nextOfMessage(stream)).change.message).toEqual({ subject: 'Readable' });
  });

  it.each([
    ['forged', 'AAAA'],
    ['empty', ''],
  ])('says of a %s token that it is none, as its last word', async (_kind, after) => {
    const journey = await journeyOfTest();
    const stream = subscribe<Told>(journey, changed(), { after });
    const answer = await stream.next();
    expect(problemsOf(answer)).toEqual([expect.objectContaining({ code: 'BAD_USER_INPUT' })]);
    expect(await stream.over).toBeUndefined();
    expect(stream.answers).toHaveLength(1);
  });

  it('says so of a token of another mailbox', async () => {
    const journey = await journeyOfTest();
    const own = subscribe<Told>(journey, changed());
    const { token } = (await own.next()).data.mailboxChanged;
    const other = subscribe<Told>(journey, changed('', 'subject', 'bob@example.test'), { after: token });
    expect(problemsOf(await other.next())).toEqual([expect.objectContaining({ code: 'BAD_USER_INPUT' })]);
    expect(await other.over).toBeUndefined();
  });

  it('names folders that are there', async () => {
    const journey = await journeyOfTest();
    const problemsWith = async (args: string): Promise<readonly object[]> => {
      const stream = subscribe<Told>(journey, changed(args));
      const problems = problemsOf(await stream.next());
      expect(await stream.over).toBeUndefined();
      return problems;
    };
    expect(await problemsWith(', in: [{ path: "/Nowhere" }]')).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await problemsWith(', in: []')).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    const many = Array.from({ length: 101 }, () => '{ role: INBOX }').join(' ');
    expect(await problemsWith(`, in: [${many}]`)).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });
});
