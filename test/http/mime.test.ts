import { describe, expect, test } from 'vitest';
import { mimeRoute } from '../../src/http/mime.ts';
import { ask, bytesOf, fakeServices, idOf, soapAnswer } from './downloads.ts';

const mime = 'From: alice@example.test\r\nSubject: Hello\r\n\r\nHello\r\n';

const itemAnswer = (element: string): string =>
  soapAnswer(
    'GetItem',
    `ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items><t:${element}><t:MimeContent CharacterSet="UTF-8">${Buffer.from(mime).toString('base64')}</t:MimeContent>` +
      `<t:ItemId Id="item-1" ChangeKey="c"/></t:${element}></m:Items>`,
  );

describe('GET /mime/:id', () => {
  test.each([
    ['Message', 'Quarterly report', 'message/rfc822', 'attachment; filename="Quarterly report.eml"'],
    [
      'MeetingRequest',
      'Lunch?',
      'message/rfc822',
      'attachment; filename="Lunch_.eml"; filename*=UTF-8\'\'Lunch%3F.eml',
    ],
    ['CalendarItem', 'Lunch', 'text/calendar; charset=utf-8', 'attachment; filename="Lunch.ics"'],
    ['Contact', 'Bob', 'text/vcard; charset=utf-8', 'attachment; filename="Bob.vcf"'],
    ['Message', undefined, 'message/rfc822', 'attachment; filename="message.eml"'],
  ])('a %s with subject %j is a file that other programs open', async (element, subject, contentType, disposition) => {
    const { services, seen } = fakeServices({
      answer: itemAnswer(element),
      ...(subject === undefined ? {} : { subject }),
    });
    const answer = await ask(mimeRoute(services), `/mime/${idOf('Item', 'item-1')}`);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': contentType, 'content-disposition': disposition, 'x-content-type-options': 'nosniff' },
    });
    expect(String(await bytesOf(answer))).toBe(mime);
    expect(seen.operations).toEqual(['GetItem item-1']);
  });

  test('an id that names no item is not found', async () => {
    const { services, seen } = fakeServices({ answer: itemAnswer('Message') });
    expect((await ask(mimeRoute(services), `/mime/${idOf('Folder', 'item-1')}`)).status).toBe(404);
    expect(seen.operations).toEqual([]);
  });
});
