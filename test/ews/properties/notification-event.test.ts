import { describe, expect, test } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { eventNotification } from '../../../src/ews/properties/notification-event.ts';
import { compact, parsed } from '../parsed.ts';

const notification = (content: string) =>
  eventNotification(
    parsed(compact(`<m:Notification><t:SubscriptionId>s1</t:SubscriptionId>${content}</m:Notification>`)),
  );

/** The event of a notification that holds only it. */
const event = (content: string) => notification(content).events;

describe('a notification', () => {
  test('goes on from one watermark to that of its last event', () => {
    const { events, ...rest } = notification(`
      <t:PreviousWatermark>w0</t:PreviousWatermark>
      <t:MoreEvents>true</t:MoreEvents>
      <t:NewMailEvent>
        <t:Watermark>w1</t:Watermark>
        <t:TimeStamp>2026-11-20T10:00:00Z</t:TimeStamp>
        <t:ItemId Id="i1" ChangeKey="c1"/>
        <t:ParentFolderId Id="f1" ChangeKey="c2"/>
      </t:NewMailEvent>
      <t:DeletedEvent>
        <t:Watermark>w2</t:Watermark>
        <t:TimeStamp>2026-11-20T11:00:00+01:00</t:TimeStamp>
        <t:ItemId Id="i2"/>
        <t:ParentFolderId Id="f1"/>
      </t:DeletedEvent>`);
    expect(rest).toEqual({ subscriptionId: 's1', previousWatermark: 'w0', watermark: 'w2', hasMore: true });
    const happened = { at: '2026-11-20T10:00:00Z', parent: 'f1' };
    expect(events).toEqual([
      { kind: 'newMail', ...happened, watermark: 'w1', thing: { type: 'item', id: 'i1', changeKey: 'c1' } },
      { kind: 'deleted', ...happened, watermark: 'w2', thing: { type: 'item', id: 'i2', changeKey: undefined } },
    ]);
  });

  test('of a server without watermarks, as gromox, tells none, and no more is to come', () => {
    const { events, ...rest } = notification(`
      <t:CreatedEvent>
        <t:TimeStamp>2026-11-20T23:43:10.088414977Z</t:TimeStamp>
        <t:ItemId Id="i1"/>
        <t:ParentFolderId Id="f1"/>
      </t:CreatedEvent>`);
    expect(rest).toEqual({
      subscriptionId: 's1',
      previousWatermark: undefined,
      watermark: undefined,
      hasMore: false,
    });
    expect(events).toMatchObject([{ kind: 'created', at: '2026-11-20T23:43:10.088Z', watermark: undefined }]);
  });

  test('that nothing has happened may carry the watermark to go on from', () => {
    const { watermark, events } = notification('<t:StatusEvent><t:Watermark> w9 </t:Watermark></t:StatusEvent>');
    expect([watermark, events]).toEqual(['w9', [{ kind: 'status', watermark: 'w9' }]]);
    expect(event('<t:StatusEvent/>')).toEqual([{ kind: 'status', watermark: undefined }]);
  });

  test('keeps the last watermark that there is when the last event tells none', () => {
    const content = '<t:CreatedEvent><t:Watermark>w1</t:Watermark></t:CreatedEvent><t:StatusEvent/>';
    expect(notification(content).watermark).toBe('w1');
  });
});

describe('an event', () => {
  const about = (thing: string): string =>
    `<t:TimeStamp>2026-11-20T10:00:00Z</t:TimeStamp>${thing}<t:ParentFolderId Id="f1" ChangeKey="k"/>`;
  const told = { watermark: undefined, parent: 'f1', at: '2026-11-20T10:00:00Z' };

  test('of a folder tells how many unread items it holds now', () => {
    const folder = '<t:FolderId Id="f2" ChangeKey="k2"/>';
    const thing = { type: 'folder', id: 'f2', changeKey: 'k2' };
    expect(event(`<t:ModifiedEvent>${about(folder)}<t:UnreadCount>3</t:UnreadCount></t:ModifiedEvent>`)).toEqual([
      { kind: 'modified', ...told, thing, unread: 3 },
    ]);
    expect(event(`<t:ModifiedEvent>${about(folder)}</t:ModifiedEvent>`)).toEqual([
      { kind: 'modified', ...told, thing, unread: undefined },
    ]);
  });

  test.each([
    ['MovedEvent', 'moved'],
    ['CopiedEvent', 'copied'],
  ])('%s tells what was before, of items and of folders', (name, kind) => {
    const from = '<t:OldItemId Id="i1" ChangeKey="c1"/><t:OldParentFolderId Id="f0" ChangeKey="k"/>';
    expect(event(`<t:${name}>${about('<t:ItemId Id="i2" ChangeKey="c2"/>')}${from}</t:${name}>`)).toEqual([
      {
        kind,
        ...told,
        thing: { type: 'item', id: 'i2', changeKey: 'c2' },
        from: { type: 'item', id: 'i1', changeKey: 'c1' },
        fromParent: 'f0',
      },
    ]);
    const fromFolder = '<t:OldFolderId Id="f3"/><t:OldParentFolderId Id="f0"/>';
    expect(event(`<t:${name}>${about('<t:FolderId Id="f3"/>')}${fromFolder}</t:${name}>`)).toMatchObject([
      { thing: { type: 'folder', id: 'f3' }, from: { type: 'folder', id: 'f3' }, fromParent: 'f0' },
    ]);
  });

  test.each([
    ['CreatedEvent', 'created'],
    ['DeletedEvent', 'deleted'],
    ['NewMailEvent', 'newMail'],
    ['FreeBusyChangedEvent', 'freeBusyChanged'],
  ])('%s is read as %s', (name, kind) => {
    expect(event(`<t:${name}>${about('<t:ItemId Id="i1"/>')}</t:${name}>`)).toEqual([
      { kind, ...told, thing: { type: 'item', id: 'i1', changeKey: undefined } },
    ]);
  });

  test('that is newer than the contract still says that something has happened, and where to go on from', () => {
    const { watermark, events } = notification(
      `<t:PinnedEvent><t:Watermark>w7</t:Watermark>${about('<t:ItemId Id="i1"/>')}</t:PinnedEvent>`,
    );
    expect(watermark).toBe('w7');
    expect(events).toMatchObject([{ kind: 'other', thing: { id: 'i1' }, parent: 'f1' }]);
  });

  test('may leave out everything', () => {
    expect(event('<t:ModifiedEvent/>')).toEqual([
      {
        kind: 'modified',
        watermark: undefined,
        thing: undefined,
        parent: undefined,
        at: undefined,
        unread: undefined,
      },
    ]);
  });

  test.each([
    ['an item without id', '<t:CreatedEvent><t:ItemId/></t:CreatedEvent>'],
    ['a time that is none', '<t:CreatedEvent><t:TimeStamp>soon</t:TimeStamp></t:CreatedEvent>'],
    ['a count that is none', '<t:ModifiedEvent><t:UnreadCount>many</t:UnreadCount></t:ModifiedEvent>'],
  ])('with %s is refused', (_what, content) => {
    expect(() => event(content)).toThrow(EwsError);
  });

  test('without subscription is nobody’s', () => {
    expect(() => eventNotification(parsed('<m:Notification><t:StatusEvent/></m:Notification>'))).toThrow(EwsError);
  });
});
