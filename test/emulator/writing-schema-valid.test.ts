import fc from 'fast-check';
import { expect, it } from 'vitest';
import { child, childText, type XmlElement } from '../../src/ews/xml.ts';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { answered, rows } from './answered.ts';
import { type GeneratedItem, type GeneratedProperty, items } from './item-arbitraries.ts';
import { codesIn, envelope, type RunningEmulator, type TextAnswer } from './running-emulator.ts';
import { createItem, keyIn, people, startMail } from './writing.ts';

const dispositions = 'MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"';
const updateDispositions =
  'ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone"';

/** Sends requests and remembers them and their answers. */
const recorder = (running: RunningEmulator) => {
  const documents: string[] = [];
  const send = async (request: string): Promise<TextAnswer> => {
    const answer = await running.call(request);
    documents.push(envelope(request), answer.text);
    return answer;
  };
  return { documents, send };
};

const whole = (id: string, properties: readonly GeneratedProperty[]): string =>
  `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent><t:AdditionalProperties><t:FieldURI FieldURI="item:UniqueBody"/>${properties.map(({ path }) => path).join('')}</t:AdditionalProperties></m:ItemShape><m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds></m:GetItem>`;

const update = (id: string, { kind, properties }: GeneratedItem): string =>
  `<m:UpdateItem ${updateDispositions}><m:ItemChanges><t:ItemChange><t:ItemId Id="${id}"/><t:Updates>${properties
    .map(({ path, xml }) => `<t:SetItemField>${path}<t:${kind}>${xml}</t:${kind}></t:SetItemField>`)
    .join('')}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`;

/** The text that the answer has for a property. */
const heldText = (item: XmlElement, { path }: GeneratedProperty): string | undefined => {
  const [, uri] = /^<t:FieldURI FieldURI="\w+:(\w+)"/.exec(path) ?? [];
  if (uri !== undefined) return childText(item, uri);
  const [, name] = /PropertyName="(\w+)"/.exec(path) ?? [];
  const property = item.children.find(
    (one) => child(one, 'ExtendedFieldURI')?.attributes['PropertyName'] === name && one.name === 'ExtendedProperty',
  );
  return property && childText(property, 'Value');
};

const expectHeld = (answer: TextAnswer, { properties }: GeneratedItem): void => {
  const [item] = rows(answered(answer).body);
  if (item === undefined) throw new Error(`no item: ${answer.text}`);
  for (const property of properties) {
    if (property.text !== undefined) expect(heldText(item, property), property.path).toBe(property.text);
  }
};

describeWithWitness('writes of items, against the Exchange2010_SP2 schema', (folder) => {
  it('keep every text, and are valid in request and answer, for generated items and changes', async () => {
    const running = await startMail();
    const { documents, send } = recorder(running);
    for (const [first, second] of fc.sample(fc.tuple(items, items), { numRuns: 150, seed: 20_261_121 })) {
      const created = await send(
        createItem(
          `<t:${first.kind}>${first.properties.map(({ xml }) => xml).join('')}</t:${first.kind}>`,
          dispositions,
        ),
      );
      expect(codesIn(created), created.text).toEqual(['NoError']);
      const { id } = keyIn(created);
      expectHeld(await send(whole(id, first.properties)), first);
      if (second.kind !== first.kind || second.properties.length === 0) continue;
      const changed = await send(update(id, second));
      expect(codesIn(changed), changed.text).toEqual(['NoError']);
      expectHeld(await send(whole(id, second.properties)), second);
    }
    expect(await schemaErrors(folder, documents)).toEqual([]);
  }, 120_000);

  it('are valid for what is sent, answered and reported, and for what is refused in the middle of a batch', async () => {
    const running = await startMail();
    const { documents, send } = recorder(running);
    const all = 'MessageDisposition="SendAndSaveCopy"';
    const to = people(
      'ToRecipients',
      'alice@example.test',
      'nobody@example.test',
      'x@example.org',
      'team@example.test',
    );
    const file =
      '<t:Attachments><t:FileAttachment><t:Name>a.txt</t:Name><t:ContentType>text/plain</t:ContentType><t:IsInline>true</t:IsInline><t:Content>YQ==</t:Content></t:FileAttachment></t:Attachments>';
    const noAddress =
      '<t:Message><t:ToRecipients><t:Mailbox><t:Name>x</t:Name></t:Mailbox></t:ToRecipients></t:Message>';
    await send(
      createItem(
        `<t:Message><t:Subject>A</t:Subject>${file}${to}</t:Message>${noAddress}<t:Message>${to}</t:Message>`,
        all,
      ),
    );
    const inbox = await send(
      '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/><t:DistinguishedFolderId Id="sentitems"/></m:ParentFolderIds></m:FindItem>',
    );
    const ids = rows(answered(inbox).body).map((item) => child(item, 'ItemId')?.attributes['Id'] ?? '');
    expect(ids.length).toBe(6);
    for (const id of ids) {
      await send(whole(id, []));
      for (const kind of ['ReplyToItem', 'ReplyAllToItem', 'ForwardItem']) {
        const response = `<t:${kind}><t:ReferenceItemId Id="${id}"/><t:NewBodyContent BodyType="HTML">x</t:NewBodyContent></t:${kind}>`;
        const draft = keyIn(await send(createItem(response)));
        await send(whole(draft.id, []));
        await send(
          `<m:SendItem SaveItemToFolder="true"><m:ItemIds><t:ItemId Id="${draft.id}" ChangeKey="${draft.changeKey}"/><t:ItemId Id="nonsense"/></m:ItemIds></m:SendItem>`,
        );
      }
    }
    const property = { path: '<t:FieldURI FieldURI="item:Subject"/>', xml: '<t:Subject>B</t:Subject>' };
    await send(update('nonsense', { kind: 'Message', properties: [property] }));
    expect(await schemaErrors(folder, documents)).toEqual([]);
  }, 120_000);
});
