import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationsOf, startJourney, type Journey } from './start.ts';

interface File {
  readonly __typename: 'FileAttachment';
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly isInline: boolean;
  readonly contentId: string | null;
  readonly downloadUrl: string;
  readonly base64: string | null;
}

interface Messages<Node> {
  readonly mailbox: { readonly messages: { readonly nodes: readonly Node[] } };
}

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

/** Reads one message of alice's by its subject. */
const message = async <Node>(subject: string, selection: string) => {
  const answer = await journey.query<Messages<Node>>(
    `query ($subject: String!) {
      mailbox(address: "alice@example.test") {
        messages(filter: { subject: { equals: $subject } }, first: 1) { nodes { ${selection} } }
      }
    }`,
    { subject },
  );
  const [node] = answer.data.mailbox.messages.nodes;
  if (node === undefined) throw new Error(`no message "${subject}": ${JSON.stringify(answer.errors)}`);
  return { node, answer };
};

const file = '... on FileAttachment { __typename id name contentType sizeBytes isInline contentId downloadUrl base64 }';
const download = (url: string): Promise<Response> => fetch(url);
const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describe('file attachments', () => {
  it('give the same bytes by link, without any header, and inline', async () => {
    const { node, answer } = await message<{ attachments: readonly File[] }>(
      'Photos of the cabinet',
      `attachments { ${file} }`,
    );

    expect(node.attachments.map(({ name, contentType, isInline }) => ({ name, contentType, isInline }))).toEqual([
      { name: 'before.png', contentType: 'image/png', isInline: false },
      { name: 'after.png', contentType: 'image/png', isInline: false },
      { name: 'readme.txt', contentType: 'text/plain', isInline: false },
    ]);
    // The bytes of all three travel together.
    expect(operationsOf(answer).filter((operation) => operation === 'GetAttachment')).toHaveLength(1);
    for (const { downloadUrl, base64, sizeBytes, contentType } of node.attachments) {
      const response = await download(downloadUrl);
      const bytes = await bytesOf(response);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe(contentType);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(bytes.length).toBe(sizeBytes);
      expect(bytes.toString('base64')).toBe(base64);
    }
  });

  it('keep their names, however difficult', async () => {
    const { node } = await message<{ attachments: readonly File[] }>(
      'Files with difficult names',
      'attachments { ... on FileAttachment { name downloadUrl } }',
    );
    const dispositions = await Promise.all(
      node.attachments.map(
        async ({ downloadUrl }) => (await download(downloadUrl)).headers.get('content-disposition') ?? '',
      ),
    );
    const decoded = dispositions.map((value) => decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(value)?.[1] ?? ''));

    expect(node.attachments[1]?.name).toBe('見積書 2026年.txt');
    expect(decoded[1]).toBe('見積書 2026年.txt');
    expect(decoded[3]).toBe('📈 growth.csv');
    for (const value of dispositions) expect(value).toMatch(/^attachment/);
    for (const name of decoded) expect(name).not.toMatch(/[\r\n/\\]/);
  });

  it('open by a link for as long as the link lives, and no longer', async () => {
    const own = await startJourney();
    try {
      const answer = await own.query<Messages<{ attachments: readonly File[] }>>(
        `{ mailbox(address: "alice@example.test") { messages(filter: { subject: { equals: "Photos of the cabinet" } }, first: 1) {
          nodes { attachments { ... on FileAttachment { downloadUrl(expiresIn: "PT1M") } } } } } }`,
      );
      const url = answer.data.mailbox.messages.nodes[0]?.attachments[2]?.downloadUrl ?? '';
      own.clock.advance(55_000);
      expect((await download(url)).status).toBe(200);
      own.clock.advance(6_000);
      expect((await download(url)).status).toBe(403);
    } finally {
      await own.close();
    }
  });

  it('open by their own link alone', async () => {
    const { node } = await message<{ attachments: readonly File[] }>(
      'Photos of the cabinet',
      `attachments { ${file} }`,
    );
    const [first, second] = node.attachments.map(({ downloadUrl }) => new URL(downloadUrl));
    const swapped = new URL(first!);
    swapped.search = second!.search;

    expect((await download(swapped.href)).status).toBe(403);
  });

  it('are refused inline when they are larger than the client accepts, with what would do', async () => {
    const { node, answer } = await message<{ attachments: readonly File[] }>(
      'Quarterly figures, 25 MB',
      'attachments { ... on FileAttachment { name base64 downloadUrl } }',
    );

    expect(node.attachments[0]).toMatchObject({ name: 'quarterly-figures.csv', base64: null });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]).toMatchObject({
      path: ['mailbox', 'messages', 'nodes', 0, 'attachments', 0, 'base64'],
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(answer.errors?.[0]?.message).toContain('downloadUrl');
    expect(operationsOf(answer)).not.toContain('GetAttachment');
  });

  it.each([
    ['downloadUrl(expiresIn: "PT2H")', 'expiresIn must be from 1 second to 60 minutes'],
    ['downloadUrl(expiresIn: "PT0S")', 'expiresIn must be from 1 second to 60 minutes'],
    ['base64(maxBytes: 0)', 'maxBytes must be from 1 to 8388608'],
    ['base64(maxBytes: 9000000)', 'maxBytes must be from 1 to 8388608'],
  ])('refuse %s', async (field, expected) => {
    const answer = await journey.query(
      `{ mailbox(address: "alice@example.test") { messages(filter: { subject: { equals: "Photos of the cabinet" } }, first: 1) {
        nodes { attachments { ... on FileAttachment { ${field} } } } } } }`,
    );
    expect(answer.errors?.[0]).toMatchObject({ message: expected, extensions: { code: 'BAD_USER_INPUT' } });
  });

  it('are nodes: what is known of a large file is read without its bytes', async () => {
    const { node } = await message<{ attachments: readonly File[] }>('Quarterly figures, 25 MB', 'attachments { id }');
    const answer = await journey.query<{ node: File }>(
      'query ($id: ID!) { node(id: $id) { __typename id ... on FileAttachment { name contentType sizeBytes } } }',
      { id: node.attachments[0]?.id },
    );

    expect(answer.data.node).toEqual({
      __typename: 'FileAttachment',
      id: node.attachments[0]?.id,
      name: 'quarterly-figures.csv',
      contentType: 'text/csv',
      sizeBytes: 26_214_400,
    });
    expect(operationsOf(answer)).toEqual(['GetAttachment']);
    expect(answer.extensions?.upstream?.calls[0]?.bytes).toBeLessThan(1_000_000);
  });
});

describe('inline pictures', () => {
  const subject = 'Logo, version 3 (pictures inside)';

  it('stay out of the attachments unless they are asked for', async () => {
    const { node } = await message<{ plain: readonly File[]; all: readonly File[] }>(
      subject,
      `plain: attachments { name } all: attachments(includeInline: true) { name isInline contentId }`,
    );
    expect(node.plain).toHaveLength(0);
    expect(node.all.length).toBeGreaterThan(0);
    for (const { isInline, contentId } of node.all) expect([isInline, typeof contentId]).toEqual([true, 'string']);
  });

  it('are linked in the HTML, so that a browser shows them', async () => {
    const { node } = await message<{ body: { html: string; remoteImagesBlocked: number } }>(
      subject,
      'body(format: HTML) { html remoteImagesBlocked }',
    );
    const links = [...node.body.html.matchAll(/<img[^>]* src="([^"]+)"/g)].map(([, url = '']) =>
      url.replaceAll('&amp;', '&'),
    );
    expect(links.length).toBeGreaterThan(0);
    expect(node.body).toMatchObject({ remoteImagesBlocked: 0 });
    expect(node.body.html).not.toContain('cid:');
    for (const link of links) {
      const response = await download(link);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('image/png');
      expect(response.headers.get('content-disposition')).toMatch(/^inline/);
      expect((await bytesOf(response)).subarray(1, 4).toString()).toBe('PNG');
    }
  });

  it('travel in the HTML as data, all read in one call, or are left out', async () => {
    const { node, answer } = await message<{
      data: { html: string };
      strip: { html: string };
      attachments: readonly File[];
    }>(
      subject,
      `data: body(format: HTML, inlineImages: DATA_URI) { html } strip: body(format: HTML, inlineImages: STRIP) { html }
       attachments(includeInline: true) { ... on FileAttachment { base64 } }`,
    );
    const pictures = [...node.data.html.matchAll(/src="data:image\/png;base64,([^"]+)"/g)].map(([, base64]) => base64);
    expect(pictures.length).toBeGreaterThan(0);
    for (const picture of pictures) expect(node.attachments.map(({ base64 }) => base64)).toContain(picture);
    expect(node.strip.html).not.toMatch(/<img[^>]* src=/);
    expect(operationsOf(answer)).toEqual(
      ['FindFolder', 'GetFolder', 'FindItem', 'GetItem', 'GetAttachment'].slice(-operationsOf(answer).length),
    );
  });
});

describe('attached items', () => {
  interface Attached {
    readonly __typename: string;
    readonly id: string;
    readonly subject: string;
    readonly attachments?: readonly { readonly name: string; readonly item?: Attached }[];
    readonly [field: string]: unknown;
  }
  interface WithItems {
    readonly attachments: readonly { readonly __typename: string; readonly name: string; readonly item: Attached }[];
  }

  it('are read whatever they are, all in one call', async () => {
    const { node, answer } = await message<WithItems>(
      'Appointment and business card for Acme',
      `attachments { __typename name ... on ItemAttachment { item { __typename
        ... on CalendarEvent { id subject start { local timeZone } duration calendar { id } }
        ... on Contact { id displayName emails { label address } }
      } } }`,
    );

    expect(node.attachments.map(({ __typename, name }) => [__typename, name])).toEqual([
      ['ItemAttachment', 'Acceptance test at Acme'],
      ['ItemAttachment', 'Tomás Ferreira'],
      ['FileAttachment', 'directions.txt'],
    ]);
    expect(node.attachments[0]?.item).toMatchObject({
      __typename: 'CalendarEvent',
      subject: 'Acceptance test at Acme',
      start: { local: '2026-03-28T09:00:00', timeZone: 'Europe/Berlin' },
      calendar: null,
    });
    expect(node.attachments[1]?.item).toMatchObject({
      __typename: 'Contact',
      displayName: 'Tomás Ferreira',
      emails: [{ label: 'work', address: 'tomas.ferreira@acme.example.com' }],
    });
    expect(operationsOf(answer).filter((operation) => operation === 'GetAttachment')).toHaveLength(1);
    expect(answer.errors).toBeUndefined();
  });

  it('hold items that hold items', async () => {
    const { node } = await message<WithItems>(
      'FW: FW: Order 4711 (a mail in a mail in a mail)',
      `attachments { ... on ItemAttachment { item { ... on Message { subject attachments {
        ... on ItemAttachment { item { ... on Message { subject from { address } attachments { name ... on FileAttachment { base64 } } } } }
      } } } } }`,
    );
    const first = node.attachments[0]?.item;
    const second = first?.attachments?.[0]?.item;

    expect(first?.subject).toBe('FW: Order 4711 and its drawing');
    expect(second).toMatchObject({
      subject: 'Order 4711 and its drawing',
      from: { address: 'ines.moreau@acme.example.com' },
    });
    expect(second?.attachments?.[0]).toMatchObject({ name: 'drawing-4711.pdf' });
  });

  it('have ids of their own, which read them again', async () => {
    const subject = 'Forwarded: order 4711, with the mail attached';
    const selection = 'id subject body(format: TEXT) { content } mime { downloadUrl }';
    const { node } = await message<WithItems>(
      subject,
      `attachments { ... on ItemAttachment { item { ... on Message { ${selection} } } } }`,
    );
    const attached = node.attachments[0]?.item;
    const answer = await journey.query<{ node: Attached & { mime: { downloadUrl: string } } }>(
      `query ($id: ID!) { node(id: $id) { __typename ... on Message { ${selection} folder { id } } } }`,
      { id: attached?.id },
    );

    expect(answer.data.node).toMatchObject({
      __typename: 'Message',
      id: attached?.id,
      subject: 'Order 4711 and its drawing',
      folder: null,
    });
    expect(answer.data.node['body']).toEqual(attached?.['body']);
    const mime = await bytesOf(await download(answer.data.node.mime.downloadUrl));
    expect(mime.toString()).toMatch(/^Subject: Order 4711 and its drawing\r?$/m);
  });

  it('fail alone: the others are there, and one error stands at its place', async () => {
    journey.emulator.faults.add({
      kind: 'itemError',
      operation: 'GetAttachment',
      index: 1,
      responseCode: 'ErrorItemNotFound',
    });
    const { node, answer } = await message<WithItems>(
      'Appointment and business card for Acme',
      'attachments { name ... on ItemAttachment { item { __typename } } }',
    );

    expect(node.attachments.map(({ item }) => item?.__typename)).toEqual(['CalendarEvent', undefined, undefined]);
    expect(answer.errors).toMatchObject([
      { path: ['mailbox', 'messages', 'nodes', 0, 'attachments', 1, 'item'], extensions: { code: 'NOT_FOUND' } },
    ]);
  });
});

describe('whole items as files', () => {
  it('are mail for other programs, by link and inline', async () => {
    const { node } = await message<{ mime: { sizeBytes: number; downloadUrl: string; base64: string } }>(
      'Photos of the cabinet',
      'mime { sizeBytes downloadUrl base64 }',
    );
    const response = await download(node.mime.downloadUrl);
    const bytes = await bytesOf(response);

    expect(response.headers.get('content-type')).toBe('message/rfc822');
    expect(response.headers.get('content-disposition')).toContain('Photos of the cabinet.eml');
    expect(bytes.toString('base64')).toBe(node.mime.base64);
    expect(bytes.toString()).toMatch(/^Subject: Photos of the cabinet\r?$/m);
    expect(node.mime.sizeBytes).toBeGreaterThan(0);
  });

  it('are calendar files for events', async () => {
    const answer = await journey.query<{
      mailbox: { agenda: { nodes: readonly { subject: string; ics: { downloadUrl: string } }[] } };
    }>(
      `{ mailbox(address: "alice@example.test") { agenda(window: { start: "2026-03-24T00:00:00Z", end: "2026-03-25T00:00:00Z" }) {
        nodes { subject ics { downloadUrl } } } } }`,
    );
    const review = answer.data.mailbox.agenda.nodes.find(({ subject }) => subject.startsWith('Architecture review'));
    const response = await download(review?.ics.downloadUrl ?? '');

    expect(response.headers.get('content-type')).toMatch(/^text\/calendar/);
    expect(await response.text()).toMatch(
      /^BEGIN:VCALENDAR[^]*SUMMARY:Architecture review: Kestrel data path\r\n[^]*END:VCALENDAR\r\n$/,
    );
  });

  it('are refused inline when they are too large, without being read', async () => {
    const { answer } = await message('Quarterly figures, 25 MB', 'mime { base64 }');
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(operationsOf(answer)).not.toContain('GetItem');
  });
});
