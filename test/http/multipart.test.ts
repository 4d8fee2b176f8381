import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, formParts, MultipartError } from '../../src/http/multipart.ts';

interface ReadPart {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly contentType: string;
  readonly bytes: string;
}

/** The body in pieces of these sizes, over and over. */
const reader = (body: Buffer, sizes: readonly number[]) => {
  let at = 0;
  let turn = 0;
  return (): Promise<Uint8Array | undefined> => {
    if (at >= body.length) return Promise.resolve(undefined);
    const piece = body.subarray(at, at + (sizes[turn++ % sizes.length] ?? 1));
    at += piece.length;
    return Promise.resolve(piece);
  };
};

const readAll = async (
  body: Buffer | string,
  sizes: readonly number[] = [7],
  boundary = 'x',
): Promise<readonly ReadPart[]> => {
  const found: ReadPart[] = [];
  for await (const { content, ...head } of formParts(reader(Buffer.from(body), sizes), boundary)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(Uint8Array.from(piece));
    found.push({ ...head, bytes: Buffer.concat(pieces).toString('latin1') });
  }
  return found;
};

const part = (disposition: string, content: string, more = ''): string =>
  `--x\r\nContent-Disposition: ${disposition}\r\n${more}\r\n${content}\r\n`;
const form = (...parts: readonly string[]): string => `${parts.join('')}--x--\r\n`;

describe('a form', () => {
  it('is read part by part', async () => {
    const body = form(
      part('form-data; name="operations"', '{}'),
      part('form-data; name="0"; filename="Übersicht.csv"', 'a\r\nb', 'Content-Type: text/csv; charset=latin1\r\n'),
      part('form-data; filename=plain; name=1', ''),
    );
    expect(await readAll(body)).toEqual([
      { name: 'operations', fileName: undefined, contentType: 'text/plain', bytes: '{}' },
      { name: '0', fileName: 'Übersicht.csv', contentType: 'text/csv', bytes: 'a\r\nb' },
      { name: '1', fileName: 'plain', contentType: 'text/plain', bytes: '' },
    ]);
  });

  it.each([
    ['"a%22b.txt"', 'a"b.txt'],
    [String.raw`"a\"b.txt"`, 'a"b.txt'],
    ['"a%0D%0Ab"', 'a\r\nb'],
    [String.raw`"C:\dir\file"`, String.raw`C:\dir\file`],
    ['"a;b=c"', 'a;b=c'],
    ['"../a/b.txt"', '../a/b.txt'],
    ['"__proto__"', '__proto__'],
    [`x; filename*=UTF-8''%C3%9C.txt`, 'Ü.txt'],
    ['""', ''],
  ])('may name a file %s', async (written, fileName) => {
    expect(await readAll(form(part(`form-data; name="0"; filename=${written}`, 'x')))).toMatchObject([{ fileName }]);
  });

  it('comes out as it went in, however the network cuts it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 }),
        // Contents that look like boundaries.
        fc.constantFrom('', '\r\n--', '\r\n--bound', '--bound', '\r\n\r\n', '\r', '\r\n--boundary'.slice(0, -1)),
        async (contents, sizes, tail) => {
          const bodies = contents.map((bytes) => Buffer.concat([bytes, Buffer.from(tail)]));
          const body = Buffer.concat([
            ...bodies.flatMap((bytes, index) => [
              Buffer.from(`--boundary\r\ncontent-disposition: form-data; name="${index}"\r\n\r\n`),
              bytes,
              Buffer.from('\r\n'),
            ]),
            Buffer.from('--boundary--'),
          ]);
          const read = await readAll(body, sizes, 'boundary');
          expect(read.map(({ bytes }) => bytes)).toEqual(bodies.map((bytes) => bytes.toString('latin1')));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that FormData writes is understood', async () => {
    const data = new FormData();
    data.set('map', '{}');
    data.set('0', new File(['x\r\n--'], 'Größe "1"\n.txt', { type: 'text/plain' }));
    const { headers, body } = new Response(data);
    const boundary = boundaryOf(headers.get('content-type')) ?? '';
    const bytes = Buffer.from(await new Response(body).arrayBuffer());
    expect(await readAll(bytes, [13], boundary)).toMatchObject([
      { name: 'map', bytes: '{}' },
      { name: '0', fileName: 'Größe "1"\n.txt', bytes: 'x\r\n--' },
    ]);
  });

  const good = part('form-data; name="0"', 'x');
  it.each([
    ['nothing', ''],
    ['a form that is cut in a content', good.slice(0, -3)],
    ['a form that is cut in headers', '--x\r\nContent-Disp'],
    ['a form without its end', good],
    ['a form that is cut in its end', `${good}--x-`],
    ['a form behind its end', `${form(good)}${form(good)}`],
    ['a content that holds the boundary', form(part('form-data; name="0"', 'x\r\n--x\r\ny'))],
    ['a content that holds the beginning of a longer boundary', form(part('form-data; name="0"', 'x\r\n--xy'))],
    ['a content that holds the last boundary', form(part('form-data; name="0"', 'x\r\n--x--\r\ny'))],
    ['another boundary', form(good).replaceAll('--x', '--y')],
    ['a boundary with more behind it', form(good).replace('--x\r\n', '--xy\r\n')],
    ['a part without headers', '--x\r\n\r\nx\r\n--x--'],
    ['a part that is no form-data', form(part('attachment; name="0"', 'x'))],
    ['a part without a name', form(part('form-data', 'x'))],
    ['a header that is none', form(good).replace('--x\r\n', '--x\r\nno header\r\n')],
    ['a name of several lines', form(part('form-data; name="0\n1"', 'x'))],
    ['base64', form(part('form-data; name="0"', 'eA==', 'Content-Transfer-Encoding: base64\r\n'))],
    [
      'a name behind more headers than anybody needs',
      form(good).replace('--x\r\n', `--x\r\nX: ${'x'.repeat(9_000)}\r\n`),
    ],
    ['more parts than anybody sends', form(...Array.from({ length: 1_000 }, () => good))],
    ['headers that never end', `--x\r\nX: ${'x'.repeat(100_000)}`],
  ])('is not what it says: %s', async (_, body) => {
    await expect(readAll(body)).rejects.toThrow(MultipartError);
  });

  it('may have something around it, which is passed over', async () => {
    expect(await readAll(`x\r\n${form(good)}more`)).toMatchObject([{ name: '0', bytes: 'x' }]);
  });

  it('may have more parameters than anybody needs', async () => {
    const parameters = Array.from({ length: 400 }, (_, index) => `; p${index}="${'\\"'.repeat(4)}`).join('');
    expect(await readAll(form(part(`form-data; name="0"${parameters}`, 'x')))).toMatchObject([{ name: '0' }]);
  });

  it('is read no faster than its parts are', async () => {
    const body = Buffer.from(form(part('form-data; name="0"', 'x'.repeat(4_000_000))));
    let pieces = 0;
    const read = reader(body, [50_000]);
    const parts = formParts(() => {
      pieces += 1;
      return read();
    }, 'x');
    await parts.next();
    for (let count = 0; count < 100; count += 1) await turn();
    expect(pieces).toBeLessThan(10);
    await parts.return();
  });

  it('is read no further when nobody wants the rest', async () => {
    const body = Buffer.from(form(part('form-data; name="0"', ''), part('form-data; name="1"', 'x'.repeat(10_000))));
    let pieces = 0;
    const read = reader(body, [70]);
    const parts = formParts(() => {
      pieces += 1;
      return read();
    }, 'x');
    await parts.next();
    await parts.return();
    const before = pieces;
    for (let count = 0; count < 100; count += 1) await turn();
    expect(pieces).toBeLessThanOrEqual(before + 1);
  });

  it('of which a part is not read goes no further', async () => {
    const parts = formParts(reader(Buffer.from(form(good, good)), [7]), 'x');
    await parts.next();
    await expect(parts.next()).rejects.toThrow(MultipartError);
  });

  it.each([
    ['before its first part', '--x\r\nContent-Disp'],
    ['inside a part', good.slice(0, -3)],
    ['between its parts', good],
  ])('that cannot be read any more %s fails as reading does', async (_, begun) => {
    const read = reader(Buffer.from(begun), [7]);
    const failing = async (): Promise<Uint8Array> => {
      const piece = await read();
      if (piece === undefined) throw new RangeError('The client has left');
      return piece;
    };
    const reading = async (): Promise<void> => {
      for await (const { content } of formParts(failing, 'x')) for await (const _piece of content);
    };
    await expect(reading()).rejects.toThrow(RangeError);
  });
});

describe('the boundary', () => {
  it.each([
    ['multipart/form-data; boundary=x', 'x'],
    ['multipart/form-data;boundary="a b"', 'a b'],
    ['MULTIPART/FORM-DATA; BOUNDARY=----WebKitFormBoundary7MA4YWxkTrZu0gW', '----WebKitFormBoundary7MA4YWxkTrZu0gW'],
  ])('of %s is %s', (contentType, boundary) => expect(boundaryOf(contentType)).toBe(boundary));

  it.each([
    null,
    '',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary="x ',
    `multipart/form-data; boundary=${'x'.repeat(71)}`,
    'multipart/form-data; boundary="a\r\nb"',
    'multipart/mixed; boundary=x',
    'multipart/form-data; boundary=x; boundary=y',
    'multipart/form-data; boundary=x, application/json',
    'application/json; a=multipart/form-data; boundary=x',
  ])('of %j is none', (contentType) => expect(boundaryOf(contentType)).toBeUndefined());
});
