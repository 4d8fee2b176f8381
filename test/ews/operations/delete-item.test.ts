import { describe, expect, it } from 'vitest';
import { deleteItem, type DeleteItemInput } from '../../../src/ews/operations/delete-item.ts';
import { itemId } from '../../../src/ews/properties/id.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { answered, done, refused } from '../answered.ts';
import { compact } from '../parsed.ts';

const ids = [{ id: itemId('a') }, { occurrenceOf: itemId('m'), index: 3 }, { id: itemId('c') }];

describe('DeleteItem', () => {
  it('writes what goes and who learns of it', () => {
    expect(
      writeXml(
        deleteItem.encode({
          ids,
          deleteType: 'SoftDelete',
          cancellations: 'SendToAllAndSaveCopy',
          taskOccurrences: 'AllOccurrences',
        }),
      ),
    ).toBe(
      compact(`
        <m:DeleteItem DeleteType="SoftDelete" SendMeetingCancellations="SendToAllAndSaveCopy" AffectedTaskOccurrences="AllOccurrences">
          <m:ItemIds>
            <t:ItemId Id="a"/>
            <t:OccurrenceItemId RecurringMasterId="m" InstanceIndex="3"/>
            <t:ItemId Id="c"/>
          </m:ItemIds>
        </m:DeleteItem>`),
    );
    expect(writeXml(deleteItem.encode({ ids: [{ id: itemId('a') }], deleteType: 'HardDelete' }))).toBe(
      '<m:DeleteItem DeleteType="HardDelete"><m:ItemIds><t:ItemId Id="a"/></m:ItemIds></m:DeleteItem>',
    );
  });

  it('reads one outcome per id, the error in the middle too', async () => {
    const messages = done('DeleteItem') + refused('DeleteItem', 'ErrorItemNotFound') + done('DeleteItem');
    expect(await answered(deleteItem, { ids, deleteType: 'MoveToDeletedItems' }, messages)).toEqual([
      undefined,
      'ErrorItemNotFound',
      undefined,
    ]);
  });

  it('may be repeated, unless it tells people or takes one occurrence of a task', () => {
    const mayRepeat = deleteItem.idempotent as (input: DeleteItemInput) => boolean;
    expect(mayRepeat({ ids, deleteType: 'HardDelete' })).toBe(true);
    expect(mayRepeat({ ids, deleteType: 'MoveToDeletedItems', cancellations: 'SendToNone' })).toBe(true);
    expect(mayRepeat({ ids, deleteType: 'HardDelete', cancellations: 'SendOnlyToAll' })).toBe(false);
    expect(mayRepeat({ ids, deleteType: 'HardDelete', taskOccurrences: 'SpecifiedOccurrenceOnly' })).toBe(false);
  });
});
