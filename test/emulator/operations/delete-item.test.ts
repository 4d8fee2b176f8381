import { describe, expect, it } from 'vitest';
import { byId, folderTree, idOfSubject, itemsOf, named, subjectsOf } from '../mailbox-contents.ts';
import { bodyOf, codesIn, idsIn, type RunningEmulator } from '../running-emulator.ts';
import { bob, startWriting } from '../writing-organization.ts';

const deleteItem = (attributes: string, ids: readonly string[]): string =>
  `<m:DeleteItem ${attributes}><m:ItemIds>${ids.map((id) => (id.startsWith('<') ? id : `<t:ItemId Id="${id}"/>`)).join('')}</m:ItemIds></m:DeleteItem>`;
const hard = 'DeleteType="HardDelete"';
const inbox = named('inbox');
const calendar = named('calendar');
const recoverable = named('recoverableitemsdeletions');
const startsIn = async ({ call }: RunningEmulator) => {
  const view = await call(
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-01-01T00:00:00Z" EndDate="2026-03-01T00:00:00Z"/><m:ParentFolderIds>${calendar}</m:ParentFolderIds></m:FindItem>`,
  );
  const rows = view.text.split('<t:CalendarItem>').slice(1);
  return rows
    .filter((row) => row.includes('>Weekly<'))
    .map((row) => ({
      id: /ItemId Id="([^"]+)"/.exec(row)?.[1] ?? '',
      start: /<t:Start>([^<]+)</.exec(row)?.[1] ?? '',
    }));
};

describe('DeleteItem', () => {
  it('removes an item for good', async () => {
    const running = await startWriting();
    const answer = await running.call(deleteItem(hard, [await idOfSubject(running, inbox, 'First')]));
    expect(bodyOf(answer)).toBe(
      '<m:DeleteItemResponse><m:ResponseMessages><m:DeleteItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:DeleteItemResponseMessage></m:ResponseMessages></m:DeleteItemResponse>',
    );
    expect(await subjectsOf(running, inbox)).toEqual(['Second', 'Third']);
    expect(await itemsOf(running, recoverable)).toEqual([]);
    expect(await subjectsOf(running, named('deleteditems'))).toEqual(['Deleted before']);
  });

  it('with SoftDelete keeps it among the recoverable items, and there deletes for good', async () => {
    const running = await startWriting();
    const soft = 'DeleteType="SoftDelete"';
    await running.call(deleteItem(soft, [await idOfSubject(running, inbox, 'First')]));
    expect(await subjectsOf(running, inbox)).toEqual(['Second', 'Third']);
    await running.call(deleteItem(soft, [await idOfSubject(running, recoverable, 'First')]));
    expect(await itemsOf(running, recoverable)).toEqual([]);
  });

  it('with MoveToDeletedItems puts it there under a new id that the answer does not tell', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, inbox, 'First');
    const move = 'DeleteType="MoveToDeletedItems"';
    const answer = await running.call(deleteItem(move, [id]));
    expect(answer.text).not.toContain('ItemId');
    const moved = await itemsOf(running, named('deleteditems'));
    expect(moved.map(({ subject }) => subject)).toEqual(['Deleted before', 'First']);
    expect(moved[1]?.id).not.toBe(id);
    await running.call(deleteItem(move, [moved[1]?.id ?? '']));
    expect(await itemsOf(running, named('deleteditems'))).toEqual(moved);
  });

  it('answers every id of a batch, in order', async () => {
    const running = await startWriting();
    const [first, , third] = await itemsOf(running, inbox);
    const ids = [first?.id ?? '', first?.id ?? '', 'nonsense', third?.id ?? ''];
    const answer = await running.call(deleteItem(hard, ids));
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorItemNotFound', 'ErrorInvalidIdMalformed', 'NoError']);
    const tree = await folderTree(running);
    expect(tree.counts('Inbox')).toBe('1/1');
  });

  it('lets nobody delete what is only shared with them', async () => {
    const running = await startWriting();
    const [shared] = await itemsOf(running, byId((await folderTree(running, bob)).id('Team')));
    expect(codesIn(await running.call(deleteItem(hard, [shared?.id ?? ''])))).toEqual(['ErrorAccessDenied']);
  });

  it('wants to know for events whether cancellations are sent', async () => {
    const running = await startWriting();
    const [weekly, meeting] = await itemsOf(running, calendar);
    const ids = [weekly?.id ?? '', meeting?.id ?? ''];
    const ask = async (attributes: string) => codesIn(await running.call(deleteItem(`${hard}${attributes}`, ids)));
    expect(await ask('')).toEqual(['ErrorSendMeetingCancellationsRequired', 'ErrorSendMeetingCancellationsRequired']);
    expect(await ask(' SendMeetingCancellations="SendToNone"')).toEqual(['NoError', 'NoError']);
    expect(await subjectsOf(running, calendar)).toEqual([]);
  });

  it('wants to know for tasks which occurrences are meant', async () => {
    const running = await startWriting();
    const ids = (await itemsOf(running, named('tasks'))).map(({ id }) => id);
    const ask = async (attributes: string) => codesIn(await running.call(deleteItem(`${hard}${attributes}`, ids)));
    expect(await ask('')).toEqual(['ErrorAffectedTaskOccurrencesRequired', 'ErrorAffectedTaskOccurrencesRequired']);
    expect(await ask(' AffectedTaskOccurrences="SpecifiedOccurrenceOnly"')).toEqual([
      'ErrorCannotDeleteTaskOccurrence',
      'ErrorInvalidOperation',
    ]);
    expect(await ask(' AffectedTaskOccurrences="AllOccurrences"')).toEqual(['NoError', 'NoError']);
    expect(await itemsOf(running, named('tasks'))).toEqual([]);
  });

  it('deletes one occurrence of a series, by its id or its number, and the series with the last one', async () => {
    const running = await startWriting();
    const quiet = `${hard} SendMeetingCancellations="SendToNone"`;
    const [, second] = await startsIn(running);
    const masterId = await idOfSubject(running, calendar, 'Weekly');
    const fourth = `<t:OccurrenceItemId RecurringMasterId="${masterId}" InstanceIndex="4"/>`;
    expect(codesIn(await running.call(deleteItem(quiet, [second?.id ?? '', fourth, fourth])))).toEqual([
      'NoError',
      'NoError',
      'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
    ]);
    const left = await startsIn(running);
    expect(left.map(({ start }) => start)).toEqual(['2026-01-05T09:00:00Z', '2026-01-19T09:00:00Z']);
    const seen = await running.call(
      `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds><t:ItemId Id="${masterId}"/></m:ItemIds></m:GetItem>`,
    );
    expect(seen.text.split('<t:DeletedOccurrence>')).toHaveLength(3);
    expect(idsIn(seen, 'ItemId')[0]).toBe(masterId);
    const rest = left.map(({ id }) => id);
    expect(codesIn(await running.call(deleteItem(quiet, rest)))).toEqual(['NoError', 'NoError']);
    expect(await subjectsOf(running, calendar)).toEqual(['Meeting']);
  });

  it('deletes a whole series by one of its occurrences', async () => {
    const running = await startWriting();
    const [first] = await startsIn(running);
    const master = `<t:RecurringMasterItemId OccurrenceId="${first?.id}"/>`;
    const answer = await running.call(deleteItem(`${hard} SendMeetingCancellations="SendToNone"`, [master]));
    expect(codesIn(answer)).toEqual(['NoError']);
    expect(await subjectsOf(running, calendar)).toEqual(['Meeting']);
  });
});
