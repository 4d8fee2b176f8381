import { describe, expect, it } from 'vitest';
import type { SeedItem } from '../../../src/emulator/store/model.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import { childText } from '../../../src/ews/xml.ts';
import { accessOf, callerNamed, rulesOf } from '../../access.ts';
import { answered, descendants } from '../../emulator/answered.ts';
import { mailboxOnly, message } from '../../emulator/elements.ts';
import { journeyOfTest, operationsAt, problemsOf } from '../journey-of-test.ts';
import { mailOutside } from '../outside-mail.ts';
import { sendMessage } from '../sending.ts';
import { serverCall } from '../server-call.ts';
import { heldIn } from '../server-mailbox.ts';
import { operationsOf, type Answer, type Journey } from '../start.ts';

const bob = 'bob@example.test';

interface Replies {
  readonly status: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly internalReply: string | null;
  readonly externalReply: string | null;
  readonly externalAudience: string;
  readonly isActiveNow: boolean;
}

interface Set {
  readonly setAutomaticReplies: {
    readonly automaticReplies: Replies | null;
    readonly userErrors: readonly Readonly<Record<string, unknown>>[];
  };
}

const shown = 'status start end internalReply externalReply externalAudience isActiveNow';
const failure =
  '{ __typename code detail retryable ... on ValidationError { fields { path message } } ... on UpstreamError { outcomeUnknown } }';

const set = (journey: Journey, input: object, selection = `automaticReplies { ${shown} }`): Promise<Answer<Set>> =>
  journey.query<Set>(
    `mutation ($input: SetAutomaticRepliesInput!) { setAutomaticReplies(input: $input) { ${selection} userErrors ${failure} } }`,
    { input: { mailbox: bob, ...input } },
  );
const read = async (journey: Journey): Promise<Answer<{ mailbox: { automaticReplies: Replies | null } }>> =>
  journey.query(`{ mailbox(address: "${bob}") { address automaticReplies { ${shown} } } }`);
const repliesOf = async (journey: Journey): Promise<Replies | null> =>
  (await read(journey)).data.mailbox.automaticReplies;
const problemOf = ({ data }: Answer<Set>): unknown => data.setAutomaticReplies.userErrors;

/** Bob's own mail program: the settings as the server itself tells them. */
const atServer = async (journey: Journey): Promise<Readonly<Record<string, string | undefined>>> => {
  const call = serverCall(journey, bob, 'bob-demo-password');
  const { body } = answered(
    await call(
      `<m:GetUserOofSettingsRequest><t:Mailbox><t:Address>${bob}</t:Address></t:Mailbox></m:GetUserOofSettingsRequest>`,
    ),
  );
  const [settings] = descendants(body, 'OofSettings');
  const text = (name: string): string | undefined => settings && descendants(settings, name)[0]?.text;
  const names = ['OofState', 'ExternalAudience', 'StartTime', 'EndTime', 'InternalReply', 'ExternalReply'];
  return Object.fromEntries(
    names.map((name) => {
      const [reply] = settings && name.endsWith('Reply') ? descendants(settings, name) : [];
      return [name, reply === undefined ? text(name) : childText(reply, 'Message')];
    }),
  );
};

const ever = { status: 'SCHEDULED', start: '2001-01-01T00:00:00+02:00', end: '2099-01-01T00:00:00Z' };

/** A letter to bob from outside the organisation. */
const letterFrom = (address: string): SeedItem => ({
  element: message({ 't:ItemClass': 'IPM.Note', 't:Subject': 'Offer', 't:DateTimeReceived': '2026-03-18T09:30:00Z' }, [
    node('t:ToRecipients', [mailboxOnly('Bob Okafor', bob)]),
    node('t:From', [mailboxOnly('Guest', address)]),
  ]),
  attachments: [],
});

describe('automatic replies', () => {
  it('are off, then as they were set, kept where nothing was said and cleared by null', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    const off = await read(journey);
    expect(off.data.mailbox.automaticReplies).toMatchObject({ status: 'DISABLED', internalReply: null });
    expect(operationsOf(off)).toEqual(['GetUserOofSettings']);

    const enabled = await set(journey, {
      status: 'ENABLED',
      internalReply: '<p>Away until <b>Monday</b></p>',
      externalReply: 'Dear sender\nI am away.',
      externalAudience: 'CONTACTS',
    });
    expect(problemOf(enabled)).toEqual([]);
    expect(operationsOf(enabled)).toEqual(['GetUserOofSettings', 'SetUserOofSettings', 'GetUserOofSettings']);
    const wanted: Replies = {
      status: 'ENABLED',
      start: null,
      end: null,
      internalReply: '<p>Away until <b>Monday</b></p>',
      externalReply: 'Dear sender<br />I am away.',
      externalAudience: 'CONTACTS',
      isActiveNow: true,
    };
    expect(enabled.data.setAutomaticReplies.automaticReplies).toEqual(wanted);
    expect(await repliesOf(journey)).toEqual(wanted);
    await set(journey, { status: 'ENABLED', internalReply: null }, '');
    expect(await repliesOf(journey)).toEqual({ ...wanted, internalReply: null });
    await set(journey, { status: 'ENABLED', internalReply: wanted.internalReply }, '');

    const disabled = await set(journey, { status: 'DISABLED', externalReply: null }, '');
    expect(problemOf(disabled)).toEqual([]);
    expect(operationsOf(disabled)).toEqual(['GetUserOofSettings', 'SetUserOofSettings']);
    expect(await repliesOf(journey)).toEqual({
      ...wanted,
      status: 'DISABLED',
      externalReply: null,
      isActiveNow: false,
    });
    expect(await atServer(journey)).toMatchObject({
      OofState: 'Disabled',
      ExternalAudience: 'Known',
      InternalReply: '<p>Away until <b>Monday</b></p>',
      ExternalReply: '',
    });
  });

  it('are active from their start until their end, by the gateway’s clock', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    const instant = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
    const input = { status: 'SCHEDULED', start: instant(10), end: instant(20) };
    expect(problemOf(await set(journey, input))).toEqual([]);
    const active: unknown[] = [];
    for (const hours of [0, 15, 10]) {
      journey.clock.advance(hours * 3_600_000);
      active.push((await repliesOf(journey))?.isActiveNow);
    }
    expect(active).toEqual([false, true, false]);
  });

  it('are scheduled anew with the end alone, and keep their period while they are off', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    await set(journey, ever);
    const period = { StartTime: '2000-12-31T22:00:00Z', EndTime: '2099-01-01T00:00:00Z' };
    expect(await atServer(journey)).toMatchObject({ OofState: 'Scheduled', ...period });
    const off = await set(journey, { status: 'DISABLED' });
    expect(off.data.setAutomaticReplies.automaticReplies).toMatchObject({ start: null, end: null });
    expect(await atServer(journey)).toMatchObject({ OofState: 'Disabled', ...period });
    const again = await set(journey, { status: 'SCHEDULED', end: '2098-01-01T00:00:00Z' });
    expect(problemOf(again)).toEqual([]);
    expect(await atServer(journey)).toMatchObject({
      OofState: 'Scheduled',
      StartTime: period.StartTime,
      EndTime: '2098-01-01T00:00:00Z',
    });
  });

  it('show nothing that runs or tells others that they were read, whoever wrote it', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    const hostile = '<p onclick="x()">Hi<script>x()</script><img src="https://tracker.example/x.png"></p>';
    await set(journey, { status: 'ENABLED', internalReply: hostile });
    expect(await repliesOf(journey)).toMatchObject({ internalReply: '<p>Hi</p>' });
    // What goes out is what was written.
    expect(await atServer(journey)).toMatchObject({ InternalReply: hostile });
  });

  const path = (name: string, text: RegExp) => ({ path: ['input', name], message: expect.stringMatching(text) });
  it.each([
    [{ status: 'SCHEDULED' }, [path('start', /needed/), path('end', /needed/)]],
    [{ status: 'SCHEDULED', start: ever.start }, [path('end', /needed/)]],
    [{ ...ever, end: ever.start }, [path('end', /after the start/)]],
    [{ ...ever, end: '2002-01-01T00:00:00Z' }, [path('end', /over already/)]],
    [{ ...ever, start: null, end: null }, [path('start', /null/), path('end', /null/)]],
    [{ ...ever, status: 'ENABLED' }, [path('start', /SCHEDULED/), path('end', /SCHEDULED/)]],
    [
      {
        status: 'DISABLED',
        start: ever.start,
        internalReply: 'x'.repeat(128_001),
        externalReply: 'a\u0001',
        externalAudience: null,
      },
      [
        path('externalAudience', /null/),
        path('start', /SCHEDULED/),
        path('internalReply', /longer/),
        path('externalReply', /carry/),
      ],
    ],
  ])('are refused with every field that is wrong, and nothing is written: %j', async (input, fields) => {
    const journey = await journeyOfTest({ seed: 'empty' });
    const answer = await set(journey, input);
    expect(answer.data.setAutomaticReplies.automaticReplies).toBeNull();
    expect(problemOf(answer)).toMatchObject([{ __typename: 'ValidationError', code: 'BAD_USER_INPUT', fields }]);
    expect(operationsAt(journey)).not.toContain('SetUserOofSettings');
  });

  it('are looked at when the answer is lost: done is done, and else nobody knows and it may be tried again', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    journey.emulator.faults.add({ kind: 'lose', operation: 'SetUserOofSettings' });
    const done = await set(journey, { status: 'ENABLED', internalReply: 'Away' });
    expect(done.data.setAutomaticReplies).toMatchObject({ automaticReplies: { status: 'ENABLED' }, userErrors: [] });
    journey.emulator.faults.add({ kind: 'reset', operation: 'SetUserOofSettings' });
    const lost = await set(journey, { status: 'DISABLED' });
    expect(lost.data.setAutomaticReplies.automaticReplies).toBeNull();
    expect(problemOf(lost)).toMatchObject([
      { __typename: 'UpstreamError', code: 'OUTCOME_UNKNOWN', retryable: true, outcomeUnknown: true },
    ]);
    expect(await atServer(journey)).toMatchObject({ OofState: 'Enabled' });
  });

  it('are one error where the server has none, and the rest of the mailbox is told', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    journey.emulator.serverOptions.withoutOperations.push('GetUserOofSettings');
    const answer = await read(journey);
    expect(answer.data.mailbox).toEqual({ address: bob, automaticReplies: null });
    expect(problemsOf(answer)).toMatchObject([{ path: ['mailbox', 'automaticReplies'], code: 'UNSUPPORTED' }]);
    expect(problemOf(await set(journey, { status: 'DISABLED' }))).toMatchObject([{ code: 'UNSUPPORTED' }]);
  });

  it('can be read by whoever reads messages or manages settings, and set by the latter alone', async () => {
    const outcomes: unknown[] = [];
    for (const held of ['READ_METADATA', 'READ_MESSAGES', 'MANAGE_SETTINGS'] as const) {
      const access = accessOf(callerNamed('ann'), rulesOf([held]));
      const journey = await journeyOfTest({ seed: 'empty', access });
      const answer = await read(journey);
      const written = await set(journey, { status: 'DISABLED' }, '');
      outcomes.push([
        answer.data.mailbox.automaticReplies?.status ?? answer.errors?.[0]?.extensions.code,
        written.data.setAutomaticReplies.userErrors[0]?.['code'],
      ]);
    }
    expect(outcomes).toEqual([
      ['FORBIDDEN', 'FORBIDDEN'],
      ['DISABLED', 'FORBIDDEN'],
      ['DISABLED', undefined],
    ]);
  });
});

describe('mail to somebody who is away', () => {
  const away = { ...ever, internalReply: 'Ask Carol', externalReply: 'Back soon', externalAudience: 'ALL' };
  const write = async (journey: Journey, sender: string, subject: string): Promise<void> => {
    const input = { mailbox: `${sender}@example.test`, message: { to: [{ address: bob }], subject } };
    expect((await sendMessage(journey, input)).payload.userErrors).toEqual([]);
  };
  const repliesTo = async (journey: Journey, person: string): Promise<readonly (string | undefined)[]> =>
    (await heldIn(journey, person, 'inbox')).map((item) => childText(item, 'Subject'));

  it('is answered once for each sender, and again when the replies were set anew', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    await set(journey, away);
    for (const [sender, subject] of [
      ['alice', 'One'],
      ['alice', 'Two'],
      ['carol', 'Three'],
    ] as const)
      await write(journey, sender, subject);
    expect(await repliesTo(journey, 'alice')).toEqual(['Automatic reply: One']);
    expect(await repliesTo(journey, 'carol')).toEqual(['Automatic reply: Three']);
    const [reply] = await heldIn(journey, 'alice', 'inbox');
    expect(reply && childText(reply, 'Body')).toContain('Ask Carol');
    await set(journey, { status: 'ENABLED', internalReply: 'Ask Dave' });
    await write(journey, 'alice', 'Four');
    expect(new globalThis.Set(await repliesTo(journey, 'alice'))).toEqual(
      new globalThis.Set(['Automatic reply: One', 'Automatic reply: Four']),
    );
  });

  it('from outside is answered with the other text, to everybody, to contacts or to nobody', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    const { emulator } = journey;
    emulator.deliver(bob, 'contacts', {
      element: node('t:Contact', [
        node('t:ItemClass', 'IPM.Contact'),
        node('t:DisplayName', 'Friend'),
        node('t:EmailAddresses', [node('t:Entry', { Key: 'EmailAddress1' }, 'friend@elsewhere.example')]),
      ]),
      attachments: [],
    });
    const answeredTo: Record<string, unknown> = {};
    for (const externalAudience of ['ALL', 'CONTACTS', 'NONE']) {
      await set(journey, { ...away, externalAudience });
      emulator.outbox.length = 0;
      for (const sender of ['guest@elsewhere.example', 'guest@elsewhere.example', 'Friend@elsewhere.example'])
        emulator.deliver(bob, 'inbox', letterFrom(sender));
      answeredTo[externalAudience] = emulator.outbox.map(({ recipients }) => recipients).flat();
    }
    expect(answeredTo).toEqual({
      ALL: ['guest@elsewhere.example', 'friend@elsewhere.example'],
      CONTACTS: ['friend@elsewhere.example'],
      NONE: [],
    });
    await set(journey, away);
    emulator.outbox.length = 0;
    emulator.deliver(bob, 'inbox', letterFrom('guest@elsewhere.example'));
    expect((await mailOutside(journey, 'Automatic reply: Offer')).text).toContain('Back soon');
  });

  it('is not answered before they begin, nor when they are off', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    await set(journey, { ...away, start: '2098-01-01T00:00:00Z' });
    await write(journey, 'alice', 'Early');
    await set(journey, { status: 'DISABLED' });
    await write(journey, 'alice', 'Off');
    expect(await repliesTo(journey, 'alice')).toEqual([]);
    expect((await repliesTo(journey, 'bob')).length).toBe(2);
  });
});
