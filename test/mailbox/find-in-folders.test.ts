import { describe, expect, it } from 'vitest';
import { EwsError, InvalidInputError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import type { FindItemInput, FindItemPage } from '../../src/ews/operations/find-item.ts';
import { folderId } from '../../src/ews/properties/id.ts';
import { messageProperties } from '../../src/ews/properties/message.ts';
import { createFindInFolders, type FolderQuestion } from '../../src/mailbox/find-in-folders.ts';

const { subject, from, isRead, receivedAt } = messageProperties;
const folder = (id: string) => ({ id: folderId(id) });
const pageOf = (total: number): FindItemPage => ({ items: [], total, isLast: true, nextOffset: undefined });
const newest = (more: Partial<FolderQuestion> = {}): FolderQuestion => ({
  wanted: [subject],
  view: { type: 'indexed', offset: 0, limit: 10 },
  sort: [{ property: receivedAt, direction: 'Descending' }],
  ...more,
});

/** A server that tells as the total of a folder the number in its id. */
const server = (fail: (input: FindItemInput) => Error | undefined = () => undefined) => {
  const calls: FindItemInput[] = [];
  const session = {
    callEach: (_operation: unknown, input: FindItemInput) => {
      calls.push(input);
      const failure = fail(input);
      if (failure !== undefined) return Promise.reject(failure);
      return Promise.resolve(
        input.parents.map((parent) => {
          const id = 'id' in parent ? parent.id : '';
          return id === 'gone'
            ? new EwsError('response', 'gone', { responseCode: 'ErrorItemNotFound' })
            : pageOf(Number(id));
        }),
      );
    },
  } as unknown as EwsSession;
  return { find: createFindInFolders(session), calls };
};

describe('finding in folders', () => {
  it('asks once for all lists of a tick that differ in folders and rows only, each folder once', async () => {
    const { find, calls } = server();
    const answers = await Promise.all([
      find([folder('1'), folder('2')], newest()),
      find([folder('3')], newest({ wanted: [from] })),
      find([folder('1')], newest({ wanted: [isRead] })),
    ]);
    expect(answers).toEqual([[pageOf(1), pageOf(2)], [pageOf(3)], [pageOf(1)]]);
    expect(calls.map(({ parents, wanted }) => [parents, wanted])).toEqual([
      [
        [folder('1'), folder('2'), folder('3')],
        [subject, from, isRead],
      ],
    ]);
  });

  it.each<[string, Partial<FolderQuestion>]>([
    ['page', { view: { type: 'indexed', offset: 10, limit: 10 } }],
    ['page size', { view: { type: 'indexed', offset: 0, limit: 11 } }],
    ['order', { sort: [{ property: subject, direction: 'Descending' }] }],
    ['direction', { sort: [{ property: receivedAt, direction: 'Ascending' }] }],
    ['restriction', { restriction: { property: isRead, is: 'equalTo', value: 'false' } }],
    ['search', { queryString: 'plans' }],
  ])('never joins lists that differ in their %s', async (_what, difference) => {
    const { find, calls } = server();
    await Promise.all([find([folder('1')], newest()), find([folder('2')], newest(difference))]);
    expect(calls.map(({ parents }) => parents)).toEqual([[folder('1')], [folder('2')]]);
  });

  it('gives a folder that fails its own error, and the others their rows', async () => {
    const { find } = server();
    const [[first], [second]] = await Promise.all([find([folder('gone')], newest()), find([folder('2')], newest())]);
    expect(first).toMatchObject({ responseCode: 'ErrorItemNotFound' });
    expect(second).toEqual(pageOf(2));
  });

  it('fails only the lists of a call that failed as a whole', async () => {
    const busy = new EwsError('fault', 'busy', { responseCode: 'ErrorServerBusy' });
    const { find } = server(({ queryString }) => (queryString === undefined ? undefined : busy));
    const [[searched], [listed]] = await Promise.all([
      find([folder('1')], newest({ queryString: 'plans' })),
      find([folder('2')], newest()),
    ]);
    expect(searched).toBe(busy);
    expect(listed).toEqual(pageOf(2));
  });

  it('asks for half of the folders at a time when the answer about all would be too long', async () => {
    const { find, calls } = server(({ parents }) =>
      parents.length > 1 ? new EwsError('tooLarge', 'too long') : undefined,
    );
    expect(await find([folder('1'), folder('2')], newest())).toEqual([pageOf(1), pageOf(2)]);
    expect(calls.map(({ parents }) => parents.length)).toEqual([2, 1, 1]);
  });

  it('throws what is no answer of the server', async () => {
    const wrong = new InvalidInputError('no order by this');
    await expect(server(() => wrong).find([folder('1')], newest())).rejects.toBe(wrong);
  });
});
