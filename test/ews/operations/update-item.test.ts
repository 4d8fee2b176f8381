import { describe, expect, it } from 'vitest';
import { updateItem, type ItemUpdate, type UpdateItemInput } from '../../../src/ews/operations/update-item.ts';
import { itemId } from '../../../src/ews/properties/id.ts';
import { markers } from '../../../src/ews/properties/named-property.ts';
import { assign } from '../../../src/ews/properties/written-rows.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { answered, done, refused } from '../answered.ts';
import { compact } from '../parsed.ts';

const input = (changes: readonly ItemUpdate[], more: Partial<UpdateItemInput> = {}): UpdateItemInput => ({
  changes,
  conflictResolution: 'NeverOverwrite',
  disposition: 'SaveOnly',
  ...more,
});
const renamed: ItemUpdate = { id: itemId('a'), changeKey: 'k', type: 'Message', changes: { subject: 'New' } };

describe('UpdateItem', () => {
  it('writes each item with its own changes', () => {
    const occurrence: ItemUpdate = {
      occurrenceOf: itemId('m'),
      index: 2,
      type: 'CalendarItem',
      changes: { location: null },
    };
    expect(writeXml(updateItem.encode(input([renamed, occurrence], { invitations: 'SendToChangedAndSaveCopy' })))).toBe(
      compact(`
        <m:UpdateItem ConflictResolution="NeverOverwrite" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToChangedAndSaveCopy">
          <m:ItemChanges>
            <t:ItemChange>
              <t:ItemId Id="a" ChangeKey="k"/>
              <t:Updates>
                <t:SetItemField>
                  <t:FieldURI FieldURI="item:Subject"/>
                  <t:Message><t:Subject>New</t:Subject></t:Message>
                </t:SetItemField>
              </t:Updates>
            </t:ItemChange>
            <t:ItemChange>
              <t:OccurrenceItemId RecurringMasterId="m" InstanceIndex="2"/>
              <t:Updates><t:DeleteItemField><t:FieldURI FieldURI="calendar:Location"/></t:DeleteItemField></t:Updates>
            </t:ItemChange>
          </m:ItemChanges>
        </m:UpdateItem>`),
    );
  });

  it('writes where the copy of a draft that it sends is kept', () => {
    const saveIn = { distinguished: 'sentitems', mailbox: address('alice@example.test') } as const;
    expect(writeXml(updateItem.encode(input([renamed], { disposition: 'SendAndSaveCopy', saveIn })))).toContain(
      '<m:UpdateItem ConflictResolution="NeverOverwrite" MessageDisposition="SendAndSaveCopy"><m:SavedItemFolderId><t:DistinguishedFolderId Id="sentitems">',
    );
  });

  it('reads new change keys, what was merged, and the conflict in the middle', async () => {
    const kept = (id: string, key: string): string =>
      `<m:Items><t:Message><t:ItemId Id="${id}" ChangeKey="${key}"/></t:Message></m:Items>`;
    expect(
      await answered(
        updateItem,
        input([renamed, renamed, renamed, renamed]),
        done('UpdateItem', `${kept('a', 'k2')}<m:ConflictResults><t:Count>0</t:Count></m:ConflictResults>`) +
          refused('UpdateItem', 'ErrorIrresolvableConflict', '<m:Items/>') +
          done('UpdateItem', `${kept('c', 'k9')}<m:ConflictResults><t:Count>2</t:Count></m:ConflictResults>`) +
          done('UpdateItem', '<m:Items/>'),
      ),
    ).toEqual([
      { item: { id: 'a', changeKey: 'k2' }, conflicts: 0 },
      'ErrorIrresolvableConflict',
      { item: { id: 'c', changeKey: 'k9' }, conflicts: 2 },
      { item: undefined, conflicts: 0 },
    ]);
  });

  const mayRepeat = updateItem.idempotent as (input: UpdateItemInput) => boolean;
  const marked: ItemUpdate = { id: itemId('a'), type: 'Message', changes: { isRead: true, flagStatus: 2 } };

  it('may be repeated with a change key that counts, or when it only sets marks', () => {
    expect(mayRepeat(input([renamed]))).toBe(true);
    expect(mayRepeat(input([renamed], { conflictResolution: 'AutoResolve' }))).toBe(true);
    expect(mayRepeat(input([marked, marked], { conflictResolution: 'AlwaysOverwrite' }))).toBe(true);
    expect(mayRepeat(input([renamed], { invitations: 'SendToNone' }))).toBe(true);
  });

  it.each<[string, UpdateItemInput]>([
    ['it sends the draft', input([renamed], { disposition: 'SendAndSaveCopy' })],
    ['it invites people', input([renamed], { invitations: 'SendToAllAndSaveCopy' })],
    ['it overwrites whatever is there', input([renamed], { conflictResolution: 'AlwaysOverwrite' })],
    ['one item comes without a change key', input([renamed, { ...renamed, changeKey: undefined }])],
    [
      'one item is named by its place in a series',
      input([{ masterOf: itemId('a'), type: 'CalendarItem', changes: { location: 'Room 1' } }]),
    ],
    ['a mark comes with a named property', input([{ ...marked, named: [assign(markers.sending, 'now')] }])],
  ])('may not be repeated when %s', (_why, one) => {
    expect(mayRepeat(one)).toBe(false);
  });
});
