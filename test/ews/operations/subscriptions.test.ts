import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/ews/errors.ts';
import { getEvents } from '../../../src/ews/operations/get-events.ts';
import { getStreamingEvents } from '../../../src/ews/operations/get-streaming-events.ts';
import { subscribe, type SubscribeInput } from '../../../src/ews/operations/subscribe.ts';
import { unsubscribe } from '../../../src/ews/operations/unsubscribe.ts';
import { folderId } from '../../../src/ews/properties/id.ts';
import { requestSubjects } from '../../../src/ews/request-subjects.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { describeWithWitness } from '../../witness.ts';
import { address } from '../../access.ts';
import { answered, done, refused } from '../answered.ts';
import { compact } from '../parsed.ts';
import { recordedAnswer, recordedIn } from '../recorded.ts';

const inbox = { distinguished: 'inbox', mailbox: address('alice@example.test') } as const;
const inboxElement =
  '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>alice@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>';
const pull = { type: 'pull', timeoutMinutes: 10 } as const;

describe('Subscribe', () => {
  it('asks for events of folders to be fetched', () => {
    const input: SubscribeInput = {
      folders: [inbox, { id: folderId('f1') }],
      kinds: ['newMail', 'deleted'],
      delivery: pull,
    };
    expect(writeXml(subscribe.encode(input))).toBe(
      compact(`
        <m:Subscribe>
          <m:PullSubscriptionRequest>
            <t:FolderIds>${inboxElement}<t:FolderId Id="f1"/></t:FolderIds>
            <t:EventTypes>
              <t:EventType>NewMailEvent</t:EventType>
              <t:EventType>DeletedEvent</t:EventType>
            </t:EventTypes>
            <t:Timeout>10</t:Timeout>
          </m:PullSubscriptionRequest>
        </m:Subscribe>`),
    );
  });

  it('asks for every kind of event in all folders to be sent to an address, from a watermark on', () => {
    const input: SubscribeInput = {
      kinds: ['created', 'deleted', 'modified', 'moved', 'copied', 'newMail', 'freeBusyChanged'],
      delivery: {
        type: 'push',
        url: new URL('https://gateway.example.test/ews/notifications/a?b=1&c'),
        statusMinutes: 5,
        watermark: 'AAAA=',
      },
    };
    expect(writeXml(subscribe.encode(input))).toBe(
      compact(`
        <m:Subscribe>
          <m:PushSubscriptionRequest SubscribeToAllFolders="true">
            <t:EventTypes>
              <t:EventType>CreatedEvent</t:EventType>
              <t:EventType>DeletedEvent</t:EventType>
              <t:EventType>ModifiedEvent</t:EventType>
              <t:EventType>MovedEvent</t:EventType>
              <t:EventType>CopiedEvent</t:EventType>
              <t:EventType>NewMailEvent</t:EventType>
              <t:EventType>FreeBusyChangedEvent</t:EventType>
            </t:EventTypes>
            <t:Watermark>AAAA=</t:Watermark>
            <t:StatusFrequency>5</t:StatusFrequency>
            <t:URL>https://gateway.example.test/ews/notifications/a?b=1&amp;c</t:URL>
          </m:PushSubscriptionRequest>
        </m:Subscribe>`),
    );
  });

  it('asks for a stream', () => {
    expect(writeXml(subscribe.encode({ kinds: ['newMail'], delivery: { type: 'streaming' } }))).toBe(
      '<m:Subscribe><m:StreamingSubscriptionRequest SubscribeToAllFolders="true"><t:EventTypes><t:EventType>NewMailEvent</t:EventType></t:EventTypes></m:StreamingSubscriptionRequest></m:Subscribe>',
    );
  });

  it('never asks to watch nothing, which a server takes for nonsense', () => {
    const input: SubscribeInput = { folders: [inbox], kinds: ['newMail'], delivery: pull };
    expect(() => subscribe.encode({ ...input, folders: [] })).toThrow(InvalidInputError);
    expect(() => subscribe.encode({ ...input, kinds: [] })).toThrow(InvalidInputError);
  });

  it('tells the audit its folders, and never the address that events are sent to', () => {
    const delivery = { type: 'push', url: new URL('https://gateway.example.test/canary'), statusMinutes: 1 } as const;
    expect(requestSubjects(subscribe.encode({ folders: [inbox], kinds: ['newMail'], delivery }))).toEqual([
      { kind: 'WellKnownFolder', id: 'inbox' },
    ]);
  });

  it('reads the subscription, with the watermark where the server keeps them', async () => {
    const input: SubscribeInput = { folders: [inbox, { id: folderId('f1') }], kinds: ['newMail'], delivery: pull };
    const id = '<m:SubscriptionId>s1</m:SubscriptionId>';
    expect(await answered(subscribe, input, done('Subscribe', `${id}<m:Watermark>AAAA=</m:Watermark>`))).toEqual([
      { subscriptionId: 's1', watermark: 'AAAA=' },
    ]);
    expect(await answered(subscribe, input, done('Subscribe', id))).toEqual([
      { subscriptionId: 's1', watermark: undefined },
    ]);
  });

  it('without an id is no subscription', async () => {
    const input: SubscribeInput = { kinds: ['newMail'], delivery: pull };
    expect(await answered(subscribe, input, done('Subscribe'))).toEqual([undefined]);
  });

  it.each(['ErrorExceededSubscriptionCount', 'ErrorInvalidPushSubscriptionUrl', 'ErrorAccessDenied'])(
    'refused with %s says so',
    async (code) => {
      const input: SubscribeInput = { kinds: ['newMail'], delivery: pull };
      expect(await answered(subscribe, input, refused('Subscribe', code))).toEqual([code]);
    },
  );
});

describe('Unsubscribe', () => {
  it('names the subscription', async () => {
    const input = { subscriptionId: 's1' };
    expect(writeXml(unsubscribe.encode(input))).toBe(
      '<m:Unsubscribe><m:SubscriptionId>s1</m:SubscriptionId></m:Unsubscribe>',
    );
    expect(await answered(unsubscribe, input, done('Unsubscribe'))).toEqual([undefined]);
    expect(await answered(unsubscribe, input, refused('Unsubscribe', 'ErrorSubscriptionNotFound'))).toEqual([
      'ErrorSubscriptionNotFound',
    ]);
  });
});

describe('GetEvents', () => {
  const input = { subscriptionId: 's1', watermark: 'w0' };

  it('asks from a watermark, or from where the server is', () => {
    expect(writeXml(getEvents.encode(input))).toBe(
      '<m:GetEvents><m:SubscriptionId>s1</m:SubscriptionId><m:Watermark>w0</m:Watermark></m:GetEvents>',
    );
    expect(writeXml(getEvents.encode({ ...input, watermark: undefined }))).toBe(
      '<m:GetEvents><m:SubscriptionId>s1</m:SubscriptionId><m:Watermark/></m:GetEvents>',
    );
    expect(requestSubjects(getEvents.encode(input))).toEqual([]);
  });

  it('reads events in their order', async () => {
    const notification =
      '<m:Notification><t:SubscriptionId>s1</t:SubscriptionId><t:PreviousWatermark>w0</t:PreviousWatermark><t:MoreEvents>true</t:MoreEvents>' +
      '<t:CreatedEvent><t:Watermark>w1</t:Watermark><t:ItemId Id="i1"/></t:CreatedEvent>' +
      '<t:NewMailEvent><t:Watermark>w2</t:Watermark><t:ItemId Id="i1"/></t:NewMailEvent></m:Notification>';
    expect(await answered(getEvents, input, done('GetEvents', notification))).toMatchObject([
      {
        subscriptionId: 's1',
        previousWatermark: 'w0',
        watermark: 'w2',
        hasMore: true,
        events: [{ kind: 'created' }, { kind: 'newMail' }],
      },
    ]);
  });

  it('takes an answer without notification for nothing that has happened', async () => {
    expect(await answered(getEvents, input, done('GetEvents'))).toEqual([
      { subscriptionId: 's1', previousWatermark: 'w0', watermark: undefined, hasMore: false, events: [] },
    ]);
  });

  it.each(['ErrorSubscriptionNotFound', 'ErrorExpiredSubscription', 'ErrorInvalidWatermark', 'ErrorEventNotFound'])(
    'refused with %s says so',
    async (code) => {
      expect(await answered(getEvents, input, refused('GetEvents', code))).toEqual([code]);
    },
  );
});

describe('GetStreamingEvents', () => {
  it('names its subscriptions and how long it wants to listen', () => {
    expect(writeXml(getStreamingEvents.encode({ subscriptionIds: ['s1', 's2'], connectionMinutes: 30 }))).toBe(
      '<m:GetStreamingEvents><m:SubscriptionIds><t:SubscriptionId>s1</t:SubscriptionId><t:SubscriptionId>s2</t:SubscriptionId></m:SubscriptionIds>' +
        '<m:ConnectionTimeout>30</m:ConnectionTimeout></m:GetStreamingEvents>',
    );
  });
});

it('only what a server tells again may be asked again', () => {
  const asks = (watermark: string | undefined): boolean | undefined =>
    typeof getEvents.idempotent === 'function' ? getEvents.idempotent({ subscriptionId: 's1', watermark }) : undefined;
  expect([asks('w'), asks(undefined), subscribe.idempotent]).toEqual([true, false, false]);
});

describeWithWitness('what a real server answered', (folder) => {
  const recorded = (name: string) =>
    ['wire', 'ews/samples']
      .flatMap((place) => recordedIn(`${folder}/${place}`))
      .find((one) => one.name === `${name}.response.xml`) ?? expect.fail(`no ${name}`);
  const input: SubscribeInput = { folders: [inbox], kinds: ['newMail'], delivery: pull };

  it('is a subscription, of gromox without watermark, of WorkMail with one', async () => {
    expect(await recordedAnswer(recorded('044-Subscribe-pull'), subscribe, input)).toEqual([
      { subscriptionId: 'AQAAAAoAAAA=', watermark: undefined },
    ]);
    expect(await recordedAnswer(recorded('Subscribe-02'), subscribe, input)).toEqual([
      { subscriptionId: 'hKJETtoAdi9PPW0tZDQ4MThmMDoVYB', watermark: 'AAAAAAA=' },
    ]);
  });

  it('are events, of gromox in a message of a wrong name', async () => {
    const asked = { subscriptionId: 'AQAAAAoAAAA=', watermark: undefined };
    const inboxId = 'AAAAAIsxkhZeIapCtzJaIdz1vA0BAAEAAAClGHtvvNzqHtA8VlcAAAAAAA0AAAI=';
    expect(await recordedAnswer(recorded('047-GetEvents'), getEvents, asked)).toMatchObject([
      {
        subscriptionId: 'AQAAAAoAAAA=',
        watermark: undefined,
        hasMore: false,
        events: [
          { kind: 'created', thing: { type: 'item' }, parent: inboxId, at: '2026-11-20T23:43:10.088Z' },
          { kind: 'modified', thing: { type: 'folder', id: inboxId }, unread: 3 },
        ],
      },
    ]);
    expect(await recordedAnswer(recorded('049-GetEvents'), getEvents, asked)).toMatchObject([
      { kind: 'response', responseCode: 'ErrorInvalidSubscription' },
    ]);
    expect(await recordedAnswer(recorded('GetEvents-01'), getEvents, { ...asked, watermark: 'w' })).toMatchObject([
      {
        previousWatermark: 'AAAAAMAGAAAAAAAAAQ==',
        watermark: 'AAAAAOQGAAAAAAAAAQ==',
        events: [{ kind: 'newMail' }, { kind: 'newMail' }],
      },
    ]);
  });

  it('is the end of a subscription', async () => {
    const asked = { subscriptionId: 'AgAAAAUAAAA=' };
    expect(await recordedAnswer(recorded('053-Unsubscribe-streaming'), unsubscribe, asked)).toEqual([undefined]);
  });
});
