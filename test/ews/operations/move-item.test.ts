import { describe, expect, it } from 'vitest';
import { copyItem, moveItem } from '../../../src/ews/operations/move-item.ts';
import { folderId, itemId } from '../../../src/ews/properties/id.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { answered, done, refused } from '../answered.ts';
import { compact } from '../parsed.ts';

const input = {
  ids: [{ id: itemId('a'), changeKey: 'k' }, { id: itemId('b') }, { id: itemId('c') }],
  to: { id: folderId('f+/=') },
};

describe.each([moveItem, copyItem])('$name', (operation) => {
  const { name } = operation;

  it('writes the folder before the items', () => {
    expect(writeXml(operation.encode(input))).toBe(
      compact(`
        <m:${name}>
          <m:ToFolderId><t:FolderId Id="f+/="/></m:ToFolderId>
          <m:ItemIds><t:ItemId Id="a" ChangeKey="k"/><t:ItemId Id="b"/><t:ItemId Id="c"/></m:ItemIds>
        </m:${name}>`),
    );
  });

  it('reads the new ids, the error in the middle, and none where the server does not tell', async () => {
    const moved = '<m:Items><t:MeetingRequest><t:ItemId Id="a2" ChangeKey="k2"/></t:MeetingRequest></m:Items>';
    const messages = done(name, moved) + refused(name, 'ErrorItemNotFound', '<m:Items/>') + done(name, '<m:Items/>');
    expect(await answered(operation, input, messages)).toEqual([
      { id: 'a2', changeKey: 'k2' },
      'ErrorItemNotFound',
      undefined,
    ]);
  });

  it('is a write that nobody repeats', () => {
    expect(operation).toMatchObject({ access: 'write', idempotent: false });
  });
});
