import { describe, expect, it } from 'vitest';
import { child, childText } from '../../../src/ews/xml.ts';
import { codesIn } from '../running-emulator.ts';
import { createItem, getItem, keyIn, startMail } from '../writing.ts';

const tag = (id: string, type: string): string => `<t:ExtendedFieldURI PropertyTag="${id}" PropertyType="${type}"/>`;
const keywords =
  '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="Keywords" PropertyType="StringArray"/>';
const extended = (uri: string, value: string): string =>
  `<t:ExtendedProperty>${uri}<t:Value>${value}</t:Value></t:ExtendedProperty>`;
const many = (uri: string, ...values: readonly string[]): string =>
  `<t:ExtendedProperty>${uri}<t:Values>${values.map((value) => `<t:Value>${value}</t:Value>`).join('')}</t:Values></t:ExtendedProperty>`;
const set = (uri: string, property: string): string =>
  `<t:SetItemField>${uri}<t:Message>${property}</t:Message></t:SetItemField>`;
const remove = (uri: string): string => `<t:DeleteItemField>${uri}</t:DeleteItemField>`;
const update = (id: string, updates: string): string =>
  `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange><t:ItemId Id="${id}"/><t:Updates>${updates}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`;

const subject = tag('0x37', 'String');
const body = tag('0x1000', 'String');
const importance = tag('0x0017', 'Integer');
const sensitivity = tag('0x36', 'Integer');

describe('a MAPI property that EWS has a name of its own for', () => {
  it('is that property when an item is made with it', async () => {
    const running = await startMail();
    const made = await running.call(
      createItem(
        `<t:Message>${extended(subject, 'Plan')}${extended(body, 'Text')}${extended(importance, '2')}${extended(sensitivity, '2')}${many(keywords, 'Red', 'Blue')}</t:Message>`,
      ),
    );
    const item = await getItem(running, keyIn(made).id);
    expect(
      ['Subject', 'Body', 'Importance', 'Sensitivity', 'ExtendedProperty'].map((name) => childText(item, name)),
    ).toEqual(['Plan', 'Text', 'High', 'Private', undefined]);
    expect(child(item, 'Categories')?.children.map(({ text }) => text)).toEqual(['Red', 'Blue']);
  });

  it('is changed and deleted under either name', async () => {
    const running = await startMail();
    const { id } = keyIn(
      await running.call(
        createItem('<t:Message><t:Subject>Old</t:Subject><t:Body BodyType="Text">x</t:Body></t:Message>'),
      ),
    );
    const ask = async (updates: string) => codesIn(await running.call(update(id, updates)));
    expect(await ask(set(subject, extended(subject, 'New')) + set(keywords, many(keywords, 'Red')))).toEqual([
      'NoError',
    ]);
    expect(await ask(remove(body))).toEqual(['NoError']);
    const item = await getItem(running, id);
    expect(['Subject', 'Body', 'ExtendedProperty'].map((name) => childText(item, name))).toEqual([
      'New',
      undefined,
      undefined,
    ]);
    expect(child(item, 'Categories')?.children.map(({ text }) => text)).toEqual(['Red']);
    expect(await ask(remove(keywords))).toEqual(['NoError']);
    expect(child(await getItem(running, id), 'Categories')).toBeUndefined();
    expect(await ask(remove(importance))).toEqual(['ErrorInvalidPropertyDelete']);
    expect(await ask(set(subject, extended(importance, '1')))).toEqual(['ErrorUpdatePropertyMismatch']);
  });
});
