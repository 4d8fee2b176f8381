import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import type { ExpandDlInput, GroupMembers } from '../../src/ews/operations/expand-dl.ts';
import type { MailboxEntry } from '../../src/ews/properties/mailbox-entry.ts';
import { expandGroup, mostGroups } from '../../src/mailbox/expand-group.ts';
import { address } from '../access.ts';

const entry = (name: string, mailboxType: MailboxEntry['mailboxType'] = 'Mailbox'): MailboxEntry => ({
  name,
  address: `${name}@example.test`,
  mailboxType,
});
const list = (name: string): MailboxEntry => entry(name, 'PublicDL');

const noResults = new EwsError('response', 'none', { responseCode: 'ErrorNameResolutionNoResults' });

/** A server with these groups, and the groups that it was asked for. */
const serverWith = (groups: Readonly<Record<string, readonly MailboxEntry[] | GroupMembers>>) => {
  const asked: string[] = [];
  const session = {
    call: (_operation: unknown, { group }: ExpandDlInput) => {
      const name = group.slice(0, group.indexOf('@'));
      asked.push(name);
      const found = groups[name];
      if (found === undefined) return Promise.reject(noResults);
      return Promise.resolve('members' in found ? found : { members: found, isLast: true });
    },
  } as unknown as EwsSession;
  return { session, asked };
};

const expand = (session: EwsSession, isRecursive = true) =>
  expandGroup(session, {
    group: address('top@example.test'),
    isRecursive,
    isGroup: ({ mailboxType }) => mailboxType === 'PublicDL' || mailboxType === 'PrivateDL',
  });
const namesIn = ({ members }: { readonly members: readonly MailboxEntry[] }) => members.map(({ name }) => name);

describe('a group', () => {
  it('is taken apart in one call, its groups left as they are', async () => {
    const { session, asked } = serverWith({ top: [entry('ann'), list('inner')], inner: [entry('bob')] });
    const found = await expand(session, false);
    expect([namesIn(found), asked]).toEqual([['ann', 'inner'], ['top']]);
    expect(found).toMatchObject({ isCut: false, isTooDeep: false, failures: [] });
  });

  it('is taken apart with its groups, each of them and each member once, though they are in each other', async () => {
    const { session, asked } = serverWith({
      top: [entry('ann'), list('one'), list('two')],
      one: [entry('bob'), list('two'), list('top')],
      two: [entry('ann'), entry('carol'), list('one')],
    });
    const found = await expand(session);
    expect(namesIn(found)).toEqual(['ann', 'one', 'two', 'bob', 'carol']);
    expect(asked).toEqual(['top', 'one', 'two']);
    expect(found.isTooDeep).toBe(false);
  });

  it('that is none is an error', async () => {
    await expect(expand(serverWith({}).session)).rejects.toBe(noResults);
  });

  it('keeps what can be told when a group in it cannot be taken apart', async () => {
    const { session } = serverWith({ top: [list('hidden'), list('open')], open: [entry('bob')] });
    const found = await expand(session);
    expect(namesIn(found)).toEqual(['hidden', 'open', 'bob']);
    expect(found.failures).toEqual([noResults]);
  });

  it('says when the server told a part of it, or of a group in it', async () => {
    const cut = (members: readonly MailboxEntry[]): GroupMembers => ({ members, isLast: false });
    expect((await expand(serverWith({ top: cut([entry('ann')]) }).session)).isCut).toBe(true);
    expect((await expand(serverWith({ top: [list('one')], one: cut([]) }).session)).isCut).toBe(true);
  });

  it('leaves out whom nobody can write to, and asks for no list of somebody’s contacts', async () => {
    const nameless: MailboxEntry = { name: 'Nobody', address: undefined, mailboxType: 'Mailbox' };
    const { session, asked } = serverWith({ top: [nameless, entry('private', 'PrivateDL')] });
    expect([namesIn(await expand(session)), asked]).toEqual([['private'], ['top']]);
  });

  it('of too many groups is taken apart as far as may be, and says so', async () => {
    const inner = Array.from({ length: mostGroups + 5 }, (_, index) => list(`g${index}`));
    const { session, asked } = serverWith({
      top: inner,
      ...Object.fromEntries(inner.map(({ name }, index) => [String(name), [entry(`p${index}`)]])),
    });
    const found = await expand(session);
    expect(asked).toHaveLength(mostGroups);
    expect(found.isTooDeep).toBe(true);
    expect(found.members).toHaveLength(inner.length + mostGroups - 1);
  });

  it('of too many levels is taken apart as far as may be, and says so', async () => {
    const chain = Array.from({ length: 20 }, (_, index) => [
      index === 0 ? 'top' : `g${index}`,
      [list(`g${index + 1}`)],
    ]);
    const { session, asked } = serverWith(Object.fromEntries(chain) as Record<string, readonly MailboxEntry[]>);
    const found = await expand(session);
    expect([asked.length, found.isTooDeep]).toEqual([10, true]);
  });
});
