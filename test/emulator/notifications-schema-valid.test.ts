import { expect, it } from 'vitest';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { startReceiver } from './push-receiver.ts';
import { idsIn, startEmulator } from './running-emulator.ts';
import { mail } from './small-organization.ts';
import {
  envelopesIn,
  getEvents,
  openStream,
  subscribePull,
  subscribePush,
  subscribeStreaming,
  subscriptionIn,
  unsubscribe,
} from './subscribing.ts';

const alice = 'alice@example.test';

describeWithWitness('notifications of the emulator, against the Exchange2010_SP2 schema', (folder) => {
  it('are valid in every kind: answers, envelopes of a stream, and requests of push', async () => {
    const running = await startEmulator({ now: () => Date.parse('2026-11-20T10:00:00Z') });
    const { call, emulator } = running;
    const documents: string[] = [];
    const send = async (request: string) => {
      const answer = await call(request);
      documents.push(answer.text);
      return answer;
    };
    const receiver = await startReceiver();
    const pulled = subscriptionIn(await send(subscribePull()));
    const streamed = subscriptionIn(await send(subscribeStreaming()));
    const other = subscriptionIn(await send(subscribeStreaming()));
    await send(subscribePush(receiver.url));
    const stream = await openStream(running, [streamed.id, other.id, 'unknown'], 1);
    const id = emulator.deliver(alice, 'inbox', mail('New'));
    const itemIds = `<m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds>`;
    const to = '<m:ToFolderId><t:DistinguishedFolderId Id="tasks"/></m:ToFolderId>';
    await call(`<m:CopyItem>${to}${itemIds}</m:CopyItem>`);
    await call(`<m:MoveItem>${to}${itemIds}</m:MoveItem>`);
    const made = await call(
      '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="root"/></m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>New</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>',
    );
    const folderIds = `<m:FolderIds><t:FolderId Id="${idsIn(made, 'FolderId')[0]}"/></m:FolderIds>`;
    await call(`<m:MoveFolder>${to}${folderIds}</m:MoveFolder>`);
    await call(`<m:DeleteFolder DeleteType="HardDelete">${folderIds}</m:DeleteFolder>`);
    await call(
      '<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem><t:Subject>Plan</t:Subject><t:Start>2026-11-23T09:00:00Z</t:Start><t:End>2026-11-23T10:00:00Z</t:End></t:CalendarItem></m:Items></m:CreateItem>',
    );
    await send(getEvents(pulled.id, pulled.watermark));
    for (const wrong of ['nonsense', 'AAAA']) await send(getEvents(wrong, wrong));
    await stream.until('FreeBusyChangedEvent');
    await send(unsubscribe(other.id));
    await stream.until('ErrorSubscriptionUnsubscribed');
    emulator.clock.advance(45_000);
    await stream.until('<t:StatusEvent/>');
    emulator.clock.advance(15_000);
    expect(await stream.end()).toBe('whole');
    while (!receiver.bodies.some((body) => body.includes('FreeBusyChangedEvent'))) {
      await receiver.request(receiver.bodies.length + 1);
    }
    documents.push(...envelopesIn(stream.text()), ...receiver.bodies);
    const text = documents.join('');
    for (const type of ['Copied', 'Created', 'Deleted', 'FreeBusyChanged', 'Modified', 'Moved', 'NewMail', 'Status']) {
      expect(text).toContain(`<t:${type}Event`);
    }
    expect(text).toContain('ConnectionStatus>Closed<');
    expect(await schemaErrors(folder, documents)).toEqual([]);
  }, 30_000);
});
