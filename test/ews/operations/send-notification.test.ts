import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import {
  maxSendNotificationBytes,
  readSendNotification,
  sendNotificationResult,
} from '../../../src/ews/operations/send-notification.ts';
import { parseXml } from '../../../src/ews/xml.ts';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';

const body = (content: string): Buffer =>
  Buffer.from(
    `<?xml version="1.0"?><s:Envelope xmlns:s="${soap}" xmlns:m="urn:m" xmlns:t="urn:t"><s:Body>${content}</s:Body></s:Envelope>`,
  );
const sent = (messages: string): Buffer =>
  body(`<m:SendNotification><m:ResponseMessages>${messages}</m:ResponseMessages></m:SendNotification>`);
const success = (content: string): string =>
  `<m:SendNotificationResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${content}</m:SendNotificationResponseMessage>`;
const status = (subscription: string): string =>
  `<m:Notification><t:SubscriptionId>${subscription}</t:SubscriptionId><t:StatusEvent><t:Watermark>w1</t:Watermark></t:StatusEvent></m:Notification>`;

const failure = (bytes: Uint8Array): EwsError => {
  try {
    readSendNotification(bytes);
  } catch (error) {
    if (error instanceof EwsError) return error;
    throw error;
  }
  return expect.fail('was read');
};

describe('what a server sends', () => {
  it('is a notification for each message, or the error that stands for it', () => {
    const missed =
      '<m:SendNotificationResponseMessage ResponseClass="Error"><m:MessageText>Gap.</m:MessageText><m:ResponseCode>ErrorMissedNotificationEvents</m:ResponseCode></m:SendNotificationResponseMessage>';
    const read = readSendNotification(sent(success(status('s1')) + missed + success(status('s2'))));
    expect(read).toMatchObject([
      { subscriptionId: 's1', watermark: 'w1', events: [{ kind: 'status' }] },
      {
        kind: 'response',
        responseCode: 'ErrorMissedNotificationEvents',
        operation: 'SendNotification',
        message: 'SendNotification: the server answered ErrorMissedNotificationEvents: Gap.',
      },
      { subscriptionId: 's2' },
    ]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['JSON', Buffer.from('{"events":[]}')],
    ['something else', body('<m:GetItem/>')],
    [
      'the answer to a question',
      Buffer.from(
        sent(success(status('s1')))
          .toString()
          .replaceAll('m:SendNotification>', 'm:GetEventsResponse>'),
      ),
    ],
    ['no message', sent('')],
    ['no notification', sent(success(''))],
    ['no subscription', sent(success('<m:Notification><t:StatusEvent/></m:Notification>'))],
    ['a DOCTYPE', Buffer.from(`<!DOCTYPE a [<!ENTITY b "c">]>${sent(success(status('&b;'))).toString()}`)],
    ['a cut envelope', sent(success(status('s1'))).subarray(0, -1)],
    ['other letters than UTF-8', Buffer.concat([sent(success(status('s1'))), Buffer.from([0xe9])])],
    ['envelopes without end', Buffer.from('<a>'.repeat(100))],
  ])('is refused when it is %s', (_what, bytes) => {
    expect(failure(bytes)).toMatchObject({ kind: 'decode', operation: 'SendNotification' });
  });

  it('is no success when it does not say so', () => {
    const unclear = `<m:SendNotificationResponseMessage>${status('s1')}</m:SendNotificationResponseMessage>`;
    expect(readSendNotification(sent(unclear))).toMatchObject([{ kind: 'decode' }]);
  });

  it('is not even looked at when it is too long', () => {
    const bytes = Buffer.alloc(maxSendNotificationBytes + 1, ' ');
    sent(success(status('s1'))).copy(bytes);
    expect(failure(bytes).kind).toBe('tooLarge');
    expect(readSendNotification(bytes.subarray(0, maxSendNotificationBytes))).toHaveLength(1);
  });

  it('is a typed error or a notification, whatever is sent', () => {
    const good = sent(success(status('s1')));
    const spoilt = fc
      .tuple(fc.nat(good.length - 1), fc.nat(40), fc.uint8Array({ maxLength: 40 }))
      .map(([at, gone, put]) => Buffer.concat([good.subarray(0, at), put, good.subarray(at + gone)]));
    fc.assert(
      fc.property(fc.oneof(spoilt, fc.uint8Array({ maxLength: 500 })), (bytes) => {
        try {
          expect(readSendNotification(bytes).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(EwsError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describeWithWitness('WorkMail’s documented push', (folder) => {
  const sample = (name: string): Buffer => readFileSync(`${folder}/ews/samples/SendNotification-${name}.xml`);

  it('is read', () => {
    expect(readSendNotification(sample('01.request'))).toEqual([
      {
        subscriptionId: 'hKJETtoAdi9PPW0tZDQ4MThmMDoVYB',
        previousWatermark: 'ygwAAAAAAAAA=',
        watermark: 'ywwAAAAAAAAA=',
        hasMore: false,
        events: [
          {
            kind: 'modified',
            watermark: 'ywwAAAAAAAAA=',
            thing: { type: 'folder', id: 'AAB2L089bS1kNDgx0GYw0GE50TQ0=', changeKey: undefined },
            parent: 'AAB2L089bS1kNDgx0GYw0GE=',
            at: '2018-02-02T15:15:14Z',
            unread: undefined,
          },
        ],
      },
    ]);
    expect(readSendNotification(sample('02.request'))).toMatchObject([
      { watermark: 'AAAAAAAAAAAA=', events: [{ kind: 'status' }] },
    ]);
  });

  it('is answered as documented', async () => {
    for (const [status, name] of [
      ['OK', '01.response'],
      ['Unsubscribe', '02.response'],
    ] as const)
      expect(parseXml(sendNotificationResult(status))).toEqual(parseXml(sample(name).toString()));
    expect(await schemaErrors(folder, (['OK', 'Unsubscribe'] as const).map(sendNotificationResult))).toEqual([]);
  });
});
