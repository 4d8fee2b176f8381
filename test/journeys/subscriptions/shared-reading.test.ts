import { describe, expect, it } from 'vitest';
import type { Access } from '../../../src/access/access.ts';
import type { Permission } from '../../../src/access/caller.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import { callerNamed } from '../../access.ts';
import { mail } from '../../emulator/small-organization.ts';
import { journeyOfTest, problemsOf } from '../journey-of-test.ts';
import { subscribe } from './subscribing.ts';

const alice = 'alice@example.test';

/** Who may see what of every mailbox, by a header. */
const rights: Readonly<Record<string, readonly Permission[]>> = {
  clerk: ['READ_METADATA'],
  reader: ['READ_MESSAGES'],
  secretary: ['READ_MESSAGES', 'READ_CONTACTS'],
};

const byName: Access = {
  authenticate: (request) => Promise.resolve({ caller: callerNamed(request.headers.get('x-caller') ?? '') }),
  rules: {
    permissionsOn: ({ subject }) => new Set(rights[subject]),
    permissionsOf: ({ subject }) => new Set(rights[subject]),
  },
};

interface Told {
  readonly newMessage: {
    readonly message: { readonly subject: string; readonly body: { readonly content: string } | null } | null;
  };
}

const mails = `subscription { newMessage(mailbox: "${alice}") { message { subject body(format: TEXT) { content } } } }`;

/** Everybody listens to the same in the same mailbox, and each item is read once for all of them. */
const start = async () => {
  const journey = await journeyOfTest({ access: byName });
  const streams = Object.keys(rights).map((name) => subscribe<Told>(journey, mails, {}, { 'x-caller': name }));
  for (const stream of streams) await stream.next();
  const [clerk, reader, secretary] = streams;
  if (clerk === undefined || reader === undefined || secretary === undefined) throw new Error('somebody is missing');
  return { journey, clerk, reader, secretary };
};

describe('listeners whose items are read together', () => {
  it('see of them what their own rights show, whatever others have had read', async () => {
    const { journey, clerk, reader } = await start();
    journey.emulator.deliver(alice, 'inbox', mail('Subject'));
    const [shown, full] = [await clerk.next(), await reader.next()];
    expect(full.data.newMessage.message).toEqual({ subject: 'Subject', body: { content: 'Hello' } });
    expect(shown.data.newMessage.message).toEqual({ subject: 'Subject', body: null });
    expect(problemsOf(shown)).toEqual([
      expect.objectContaining({ code: 'FORBIDDEN', path: ['newMessage', 'message', 'body'] }),
    ]);
    expect(JSON.stringify(clerk.answers)).not.toContain('Hello');
    const readers = journey.audit().flatMap(({ operation, caller }) => (operation === 'GetItem' ? [caller] : []));
    expect(readers).toEqual(
      expect.arrayContaining([
        { kind: 'token', subject: 'clerk' },
        { kind: 'token', subject: 'reader' },
      ]),
    );
  });

  it('are not told of a list of people that another one may see', async () => {
    const { journey, clerk, reader, secretary } = await start();
    const people = mail('People of the project');
    journey.emulator.deliver(alice, 'inbox', {
      ...people,
      element: node('t:DistributionList', people.element.children),
    });
    journey.emulator.deliver(alice, 'inbox', mail('Mail'));
    expect((await secretary.next()).data.newMessage.message?.subject).toBe('People of the project');
    for (const stream of [clerk, reader, secretary])
      expect((await stream.next()).data.newMessage.message?.subject).toBe('Mail');
    expect(JSON.stringify([clerk.answers, reader.answers])).not.toContain('People');
  });
});
