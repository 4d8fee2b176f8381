import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { base64Element } from '../../src/ews/stream.ts';
import { childText } from '../../src/ews/xml.ts';

const envelope = (operation: string, message: string): string =>
  '<?xml version="1.0" encoding="utf-8"?>\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">' +
  '<s:Header><h:ServerVersionInfo xmlns:h="http://schemas.microsoft.com/exchange/services/2006/types" Version="Exchange2010_SP2"/></s:Header>' +
  `<s:Body><m:${operation}Response xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"` +
  ' xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><m:ResponseMessages>' +
  `${message}</m:ResponseMessages></m:${operation}Response></s:Body></s:Envelope>\n`;

const attachmentAnswer = (content: string): string =>
  envelope(
    'GetAttachment',
    '<m:GetAttachmentResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Attachments><t:FileAttachment>' +
      '<t:AttachmentId Id="AAA="/><t:Name>Größe – Content &lt;t:Content&gt; 😀.bin</t:Name><!-- <t:Content>QUJD</t:Content> -->' +
      `<t:ContentType>application/octet-stream</t:ContentType><t:Size>12</t:Size>${content}</t:FileAttachment></m:Attachments>` +
      '</m:GetAttachmentResponseMessage>',
  );

/** The text's bytes in pieces of this size. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const readAll = async (content: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
};

const download = async (chunks: AsyncIterable<Uint8Array>, name = 'Content'): Promise<Buffer> =>
  readAll((await base64Element(chunks, name)).content);

const failure = async (act: Promise<unknown>): Promise<EwsError> => {
  const error: unknown = await act.then(
    () => new Error('accepted'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EwsError);
  return error as EwsError;
};

/** Counts whether the source was closed. */
const watched = (chunks: AsyncIterable<Uint8Array>): { chunks: AsyncIterable<Uint8Array>; isClosed(): boolean } => {
  let closed = false;
  const iterator = chunks[Symbol.asyncIterator]();
  return {
    chunks: {
      [Symbol.asyncIterator]: () => ({
        next: () => iterator.next(),
        return: async () => {
          closed = true;
          return { done: true, value: undefined };
        },
      }),
    },
    isClosed: () => closed,
  };
};

describe('base64 content', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 1000, 100_000])(
    'arrives whole, with the head before it, in pieces of %i bytes',
    async (size) => {
      const bytes = randomBytes(1000);
      const base64 = bytes.toString('base64').replace(/(.{76})/g, '$1\r\n');
      const { head, content } = await base64Element(
        pieces(attachmentAnswer(`<t:Content>\n${base64}\n</t:Content>`), size),
        'Content',
      );
      expect(head.name).toBe('FileAttachment');
      expect(childText(head, 'Name')).toBe('Größe – Content <t:Content> 😀.bin');
      expect(childText(head, 'ContentType')).toBe('application/octet-stream');
      expect(childText(head, 'Size')).toBe('12');
      expect(head.children.map(({ name }) => name)).not.toContain('Content');
      expect((await readAll(content)).equals(bytes)).toBe(true);
    },
  );

  it('arrives unchanged, 3 MB of it in pieces of any size', async () => {
    const bytes = randomBytes(3 * 1024 * 1024);
    const answer = Buffer.from(attachmentAnswer(`<t:Content>${bytes.toString('base64')}</t:Content>`));
    async function* unevenly(): AsyncGenerator<Uint8Array> {
      let size = 1;
      for (let start = 0; start < answer.length; start += size) {
        size = (size * 7 + 3) % 65_537;
        yield answer.subarray(start, start + size);
      }
    }
    const digest = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
    expect(digest(await download(unevenly()))).toBe(digest(bytes));
  });

  it('reads MimeContent with what follows it', async () => {
    const answer = envelope(
      'GetItem',
      '<m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items><t:Message>' +
        '<t:MimeContent CharacterSet="UTF-8">RnJvbTogYQ0KDQpi</t:MimeContent><t:ItemId Id="AAA="/></t:Message></m:Items></m:GetItemResponseMessage>',
    );
    expect((await download(pieces(answer, 10), 'MimeContent')).toString()).toBe('From: a\r\n\r\nb');
  });

  it.each(['<t:Content/>', '<t:Content></t:Content>', '<t:Content>\r\n</t:Content>'])(
    'may be empty: %s',
    async (content) => {
      for (const size of [1, 1000]) expect(await download(pieces(attachmentAnswer(content), size))).toHaveLength(0);
    },
  );

  it.each([1, 2, 3, 5, 7, 1000])(
    'may end its lines with references to white space, as writers in Java do, in pieces of %i bytes',
    async (size) => {
      const content = '<t:Content>QUJD&#xD;\nREVG&#13;&#10;&#x0d;&#9;R0hJ&#xA;</t:Content>';
      expect((await download(pieces(attachmentAnswer(content), size))).toString()).toBe('ABCDEFGHI');
    },
  );

  it('may hold a comment, whose text is no content', async () => {
    expect((await download(pieces(attachmentAnswer('<t:Content>QUJD<!--REVG-->R0hJ</t:Content>'), 5))).toString()).toBe(
      'ABCGHI',
    );
  });

  it.each([
    ['characters outside the alphabet', 'QU-D'],
    ['digits of base64url', 'QUJDQU_D'],
    ['a missing end', 'QUJDRA'],
    ['data behind the padding', 'QQ==QUJD'],
    ['too much padding', 'Q==='],
    ['a digit as a reference', 'QUJ&#x44;'],
    ['an entity', 'QUJD&amp;QUJD'],
    ['a reference without an end', 'QUJD&#xD'],
    ['a reference that a comment cuts', 'QUJD&#x<!-- -->D;'],
    ['a reference of any length', `QUJD&#x${'0'.repeat(100)}D;`],
    ['CDATA', '<![CDATA[QUJD]]>'],
    ['a child element', 'QUJD<t:X/>'],
    ['a > in a comment', 'QUJD<!-- > -->'],
  ])('is refused with %s', async (_what, content) => {
    for (const size of [1, 3, 1000]) {
      expect((await failure(download(pieces(attachmentAnswer(`<t:Content>${content}</t:Content>`), size)))).kind).toBe(
        'decode',
      );
    }
  });
});

describe('an answer that is cut', () => {
  it('at any byte, is never a complete file', async () => {
    const answer = attachmentAnswer(`<t:Content>${randomBytes(300).toString('base64')}</t:Content>`).trimEnd();
    const length = Buffer.byteLength(answer);
    expect(await download(pieces(answer, 64))).toHaveLength(300);
    for (let end = 0; end < length; end += 1) {
      async function* cut(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(answer).subarray(0, end);
      }
      expect((await failure(download(cut()))).kind).toBe('decode');
    }
  });

  it('by a broken connection, ends with the error of the connection', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(attachmentAnswer('<t:Content>QUJD').slice(0, -200));
      throw new EwsError('unreachable', 'reset');
    }
    expect((await failure(download(broken()))).kind).toBe('unreachable');
  });
});

describe('an answer without the element', () => {
  it('is its own error', async () => {
    const answer = envelope(
      'GetAttachment',
      '<m:GetAttachmentResponseMessage ResponseClass="Error"><m:MessageText>Gone.</m:MessageText>' +
        '<m:ResponseCode>ErrorItemNotFound</m:ResponseCode><m:Attachments/></m:GetAttachmentResponseMessage>',
    );
    expect(await failure(base64Element(pieces(answer, 7), 'Content'))).toMatchObject({
      kind: 'response',
      responseCode: 'ErrorItemNotFound',
    });
  });

  it('is a fault, when it is one', async () => {
    const fault =
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>ErrorServerBusy</faultcode>' +
      '<faultstring>Busy</faultstring></s:Fault></s:Body></s:Envelope>';
    expect(await failure(base64Element(pieces(fault, 7), 'Content'))).toMatchObject({
      kind: 'fault',
      responseCode: 'ErrorServerBusy',
    });
  });

  it.each([
    ['a success without content', attachmentAnswer('')],
    ['an HTML page', '<html><body>502</body></html>'],
    ['broken HTML', '<html><body>502<br>'],
    ['nothing at all', ''],
    ['bytes that are no UTF-8', 'é'],
  ])('is refused: %s', async (_what, answer) => {
    async function* latin1(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(answer, 'latin1');
    }
    expect((await failure(base64Element(latin1(), 'Content'))).kind).toBe('decode');
  });

  it('is not read without end', async () => {
    let megabytes = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('<a>');
      for (; ; megabytes += 1) yield Buffer.alloc(1024 * 1024, 'x');
    }
    expect((await failure(base64Element(endless(), 'Content'))).kind).toBe('decode');
    expect(megabytes).toBeLessThan(3);
  });
});

describe('the call behind it', () => {
  it('ends when the reader leaves, before the first byte or after it', async () => {
    const answer = attachmentAnswer(`<t:Content>${randomBytes(3000).toString('base64')}</t:Content>`);
    const untouched = watched(pieces(answer, 1000));
    const first = await base64Element(untouched.chunks, 'Content');
    expect(untouched.isClosed()).toBe(false);
    await first.content[Symbol.asyncIterator]().return?.();
    expect(untouched.isClosed()).toBe(true);

    const begun = watched(pieces(answer, 1000));
    for await (const part of (await base64Element(begun.chunks, 'Content')).content) {
      expect(part.byteLength).toBeGreaterThan(0);
      break;
    }
    expect(begun.isClosed()).toBe(true);
  });

  it('ends when the answer is refused', async () => {
    const source = watched(pieces('<html><br></html>', 5));
    await failure(base64Element(source.chunks, 'Content'));
    expect(source.isClosed()).toBe(true);
  });
});
