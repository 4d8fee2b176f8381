import { describe, expect, it } from 'vitest';
import type { AnsweredRequest } from '../../../src/emulator/endpoint/answered-request.ts';
import type { RecordedRequest } from '../../../src/emulator/endpoint/ews-endpoint.ts';
import { createRequestLog, keepRecent } from '../../../src/emulator/control/request-log.ts';
import { codesIn } from '../running-emulator.ts';
import { startControlled } from './asked-control.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const findInbox =
  '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>';
const sendMail = (to: string): string =>
  `<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:Message><t:Subject>Out</t:Subject><t:Body BodyType="Text">Hello there</t:Body><t:ToRecipients><t:Mailbox><t:EmailAddress>${to}</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message></m:Items></m:CreateItem>`;

interface Arrival {
  readonly id: string;
  readonly arrived: number;
  readonly isRunning: boolean;
}

describe('mail that is ordered to arrive', () => {
  it('is delivered as it is told, and answered by its id', async () => {
    const { ask, call } = await startControlled({ now: () => Date.UTC(2026, 5, 1, 12) });
    const message = {
      from: 'Ida Falk <Ida@Supplier.Example>',
      to: [alice, 'Bob <bob@example.test>'],
      cc: ['carol@example.com'],
      subject: 'Offer & more',
      html: '<p>Here <b>it</b> is.</p>',
      importance: 'high',
      categories: ['Blue'],
      attachments: [
        { name: 'a.txt', text: 'plain' },
        { name: 'b.bin', contentType: 'application/pdf', base64: 'AAECAw==' },
      ],
    };
    const { status, body } = await ask('POST', '/messages', { mailbox: 'ALICE@example.test', message });
    expect(status).toBe(201);
    const { itemId } = body as { itemId: string };
    const get = `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds><t:ItemId Id="${itemId}"/></m:ItemIds></m:GetItem>`;
    const { text } = await call(get);
    for (const part of [
      '<t:Subject>Offer &amp; more</t:Subject>',
      '<t:Body BodyType="HTML">&lt;p&gt;Here &lt;b&gt;it&lt;/b&gt; is.&lt;/p&gt;</t:Body>',
      '<t:Importance>High</t:Importance>',
      '<t:String>Blue</t:String>',
      '<t:Name>Ida Falk</t:Name><t:EmailAddress>ida@supplier.example</t:EmailAddress>',
      '<t:EmailAddress>bob@example.test</t:EmailAddress>',
      '<t:EmailAddress>carol@example.com</t:EmailAddress>',
      '<t:DateTimeReceived>2026-06-01T12:00:00Z</t:DateTimeReceived>',
      '<t:IsRead>false</t:IsRead>',
      '<t:Name>a.txt</t:Name><t:ContentType>text/plain</t:ContentType>',
      '<t:Name>b.bin</t:Name><t:ContentType>application/pdf</t:ContentType>',
    ])
      expect(text).toContain(part);
    const [, attachment = ''] = [...text.matchAll(/<t:AttachmentId Id="([^"]+)"/g)].map(([, id = '']) => id);
    const got = await call(
      `<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="${attachment}"/></m:AttachmentIds></m:GetAttachment>`,
    );
    expect(got.text).toContain('<t:Content>AAECAw==</t:Content>');
  });

  it('goes where it is told, with a date of its own and plain text', async () => {
    const { ask, call } = await startControlled();
    const message = { from: 'ida@supplier.example', text: 'one\ntwo', date: '2026-01-02T03:04:05+01:00', isRead: true };
    const { body } = await ask('POST', '/messages', { mailbox: alice, folder: 'tasks', message });
    const get = `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds><t:ItemId Id="${(body as { itemId: string }).itemId}"/></m:ItemIds></m:GetItem>`;
    const { text } = await call(get);
    expect(text).toContain('<t:DateTimeReceived>2026-01-02T02:04:05Z</t:DateTimeReceived>');
    expect(text).toContain('<t:IsRead>true</t:IsRead>');
    expect(text).toMatch(/one(?:&#xD;)?\r?\ntwo/);
  });

  it('arrives as a stream by the clock, which can be ended', async () => {
    const { ask, emulator } = await startControlled({ now: () => Date.UTC(2026, 5, 1, 12) });
    const plan = { mailbox: alice, count: 5, everyMs: 1000, seed: 4 };
    expect((await ask('POST', '/arrivals', plan)).body).toEqual({
      id: '1',
      mailbox: alice,
      count: 5,
      arrived: 0,
      isRunning: true,
    });
    await ask('POST', '/arrivals', { ...plan, mailbox: bob, count: 1 });
    emulator.clock.advance(2000);
    const told = async (): Promise<readonly Arrival[]> =>
      ((await ask('GET', '/arrivals')).body as { arrivals: readonly Arrival[] }).arrivals;
    expect(await told()).toMatchObject([
      { id: '1', arrived: 2, isRunning: true },
      { id: '2', arrived: 1, isRunning: false },
    ]);
    expect((await ask('DELETE', '/arrivals/1')).status).toBe(204);
    emulator.clock.advance(60_000);
    expect(await told()).toMatchObject([{ id: '2' }]);
  });
});

describe('what is recorded', () => {
  it('is who asked for what, and what came of it; bodies only when asked', async () => {
    const { ask, call, emulator, post } = await startControlled();
    await call(findInbox, bob);
    emulator.faults.add({ kind: 'unavailable' });
    await call(findInbox, alice);
    await post('', {});
    const { requests } = (await ask('GET', '/requests')).body as { requests: readonly object[] };
    expect(requests).toMatchObject([
      { service: 'API', operation: 'AssumeImpersonationRole', status: 200 },
      { service: 'EWS', operation: 'FindItem', mailbox: bob, status: 200, responseCode: 'NoError', isBroken: false },
      { service: 'API', operation: 'AssumeImpersonationRole' },
      { service: 'EWS', operation: 'FindItem', mailbox: alice, status: 503, fault: 'unavailable' },
      { service: 'EWS', status: 401, authentication: 'none' },
    ]);
    expect(JSON.stringify(requests)).not.toContain('Body');
    const asked = await ask('GET', `/requests?operation=FindItem&mailbox=${bob}&bodies=true`);
    expect((asked.body as { requests: readonly object[] }).requests).toMatchObject([
      {
        requestBody: expect.stringContaining('<m:FindItem '),
        answerBody: expect.stringContaining('<t:Subject>For Bob</t:Subject>'),
      },
    ]);
    expect((await ask('DELETE', '/requests')).status).toBe(204);
    expect((await ask('GET', '/requests')).body).toEqual({ requests: [] });
  });

  it('is the mail that left the organization, until it is forgotten', async () => {
    const { ask, call } = await startControlled({ now: () => Date.UTC(2026, 5, 1, 12) });
    expect(codesIn(await call(sendMail('ida@supplier.example')))).toEqual(['NoError']);
    const entry = {
      sender: alice,
      recipients: ['ida@supplier.example'],
      messageId: expect.stringMatching(/^<.+@.+>$/),
      sentAt: '2026-06-01T12:00:00.000Z',
    };
    expect((await ask('GET', '/outbox')).body).toEqual({ outbox: [entry] });
    const { outbox } = (await ask('GET', '/outbox?bodies=true')).body as { outbox: readonly { mime: string }[] };
    const mime = Buffer.from(outbox[0]?.mime ?? '', 'base64').toString();
    expect(mime).toContain('Subject: Out\r\n');
    expect(mime).toContain(Buffer.from('Hello there').toString('base64'));
    expect((await ask('DELETE', '/outbox')).status).toBe(204);
    expect((await ask('GET', '/outbox')).body).toEqual({ outbox: [] });
  });

  const answered = (operation: string, bytes: number): AnsweredRequest => ({
    receivedAt: 0,
    service: 'EWS',
    operation,
    mailbox: undefined,
    authentication: 'none',
    fault: undefined,
    status: 200,
    responseCode: 'NoError',
    isBroken: false,
    durationMs: 1,
    requestBody: 'x'.repeat(bytes),
    answerBody: '',
  });

  it('does not grow without bound: the last thousand requests stay', () => {
    const log = createRequestLog();
    for (let number = 1; number <= 1_500; number += 1) log.add(answered(`Number${number}`, 10));
    expect([log.all().length, log.all()[0]?.operation, log.all().at(-1)?.operation]).toEqual([
      1_000,
      'Number501',
      'Number1500',
    ]);
  });

  it('keeps the bodies of the youngest requests only, when they are big', () => {
    const log = createRequestLog();
    for (let number = 1; number <= 10; number += 1) log.add(answered(`Number${number}`, 8_000_000));
    expect(log.all().map(({ requestBody }) => requestBody?.length)).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
      ...Array.from({ length: 4 }, () => 8_000_000),
    ]);
  });

  it('keeps of a list what is recent, by number and by size', () => {
    const numbers = Array.from({ length: 1_234 }, (_, index) => index);
    keepRecent(numbers);
    expect([numbers.length, numbers[0]]).toEqual([1_000, 234]);
    keepRecent(numbers, () => 10_000_000);
    expect(numbers).toEqual([1231, 1232, 1233]);
    keepRecent(numbers, () => 10_000_000);
    expect(numbers).toHaveLength(3);
  });

  it.each([
    [true, 1_000],
    [false, 1_201],
  ])('holds no more than that in an emulator with control (%s), and all in one without', async (control, held) => {
    const { emulator, call } = await startControlled({ control });
    emulator.requests.push(...Array.from({ length: 1_200 }, () => earlier));
    await call(findInbox);
    await expect.poll(() => emulator.requests.length).toBe(held);
    expect(emulator.requests.at(-1)?.operation).toBe('FindItem');
  });
});

const earlier: RecordedRequest = {
  operation: 'Earlier',
  mailbox: undefined,
  access: undefined,
  clientRequestId: undefined,
  userAgent: undefined,
  body: '',
  aborted: false,
};
