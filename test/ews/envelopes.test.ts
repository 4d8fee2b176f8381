import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { envelopes } from '../../src/ews/envelopes.ts';
import { EwsError } from '../../src/ews/errors.ts';
import { parseXml, type XmlElement } from '../../src/ews/xml.ts';

const silenceMs = 60_000;

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const all = async (chunks: AsyncIterable<Uint8Array>): Promise<readonly XmlElement[]> => {
  const roots: XmlElement[] = [];
  for await (const root of envelopes(chunks, silenceMs)) roots.push(root);
  return roots;
};

const failure = async (act: Promise<unknown>): Promise<EwsError> => {
  const error: unknown = await act.then(
    () => new Error('no error'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EwsError);
  return error as EwsError;
};

const declaration = '<?xml version="1.0" encoding="utf-8"?>';
const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
/** As servers write them, with what might be taken for their end in them. */
const written: readonly string[] = [
  `${declaration}<SOAP:Envelope xmlns:SOAP="${soap}"><SOAP:Body><a>1</a></SOAP:Body></SOAP:Envelope>`,
  `<Envelope xmlns="${soap}" xmlns:soap11="${soap}"><soap11:Body x=">"><b/></soap11:Body></Envelope>`,
  `${declaration}\r\n<!-- </s:Envelope> --><s:Envelope xmlns:s="${soap}"><s:Body><![CDATA[</s:Envelope><?xml?>]]></s:Body></s:Envelope>`,
  `\uFEFF${declaration}<s:Envelope xmlns:s="${soap}"><s:Body>Größe 😀 &lt;/s:Envelope&gt;</s:Body></s:Envelope>`,
  `<s:Envelope xmlns:s="${soap}"><s:Envelope><s:Envelope></s:Envelope></s:Envelope></s:Envelope>`,
];

/** A source that says what it is told to, when it is told to, and hangs else. */
const spoken = () => {
  let waiting: ((step: IteratorResult<Uint8Array>) => void) | undefined;
  let closings = 0;
  const chunks: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () =>
        new Promise((resolve) => {
          waiting = resolve;
        }),
      return: async () => {
        closings += 1;
        return { done: true, value: undefined };
      },
    }),
  };
  return {
    chunks,
    say: (text: string): void => waiting?.({ done: false, value: Buffer.from(text) }),
    closings: () => closings,
  };
};

describe('the envelopes of one answer', () => {
  it('are read alike wherever the answer is cut into pieces, with or without declarations', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...written), { minLength: 1, maxLength: 4 }),
        fc.array(fc.constantFrom('', ' ', '\r\n', '\n\t\n'), { minLength: 4, maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        async (texts, gaps, places) => {
          const bytes = Buffer.from(texts.map((text, index) => text + (gaps[index] ?? '')).join(''));
          const cuts = [0, ...places.map((place) => place % bytes.length).toSorted((a, b) => a - b), bytes.length];
          const chunks = cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
          expect(await all(each(chunks))).toEqual(texts.map((text) => parseXml(text.replace('\uFEFF', ''))));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are read alike byte by byte', async () => {
    const bytes = Buffer.from(written.join('\n'));
    const chunks = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(await all(each(chunks))).toEqual(written.map((text) => parseXml(text.replace('\uFEFF', ''))));
  });

  it('are refused as a cut one at every byte before the end of the last', async () => {
    const [first = '', last = ''] = written;
    const bytes = Buffer.from(first + last);
    for (let length = Buffer.byteLength(first) + 1; length < bytes.length; length += 1) {
      const received: XmlElement[] = [];
      const error = await failure(
        (async () => {
          for await (const root of envelopes(each([bytes.subarray(0, length)]), silenceMs)) received.push(root);
        })(),
      );
      expect([error.kind, received.length]).toEqual(['decode', 1]);
    }
  });

  it('are handed over before the next one comes', async () => {
    const { chunks, say } = spoken();
    const iterator = envelopes(chunks, silenceMs)[Symbol.asyncIterator]();
    for (const text of written) {
      const next = iterator.next();
      await Promise.resolve();
      say(text);
      expect((await next).value).toEqual(parseXml(text.replace('\uFEFF', '')));
    }
    await iterator.return?.();
  });

  it('may be none', async () => {
    expect(await all(each([]))).toEqual([]);
    expect(await all(each([Buffer.from('\r\n'), Buffer.from(' ')]))).toEqual([]);
  });

  it.each([
    ['text', 'Service unavailable'],
    ['a web page', '<html><body>Down<br></body></html>'],
    ['a DOCTYPE', `<!DOCTYPE a><a><b/></a>`],
    ['no UTF-8', `<a>\u00e9</a>`],
  ])('are not %s', async (what, text) => {
    const bytes = Buffer.from(text, what === 'no UTF-8' ? 'latin1' : 'utf8');
    expect((await failure(all(each([bytes])))).kind).toBe('decode');
  });

  it('are not held without limit, be it one tag or many', async () => {
    const endless = (text: string) =>
      (async function* (): AsyncGenerator<Uint8Array> {
        yield Buffer.from('<a>');
        for (let index = 0; index < 200; index += 1) yield Buffer.from(text);
      })();
    expect((await failure(all(endless('x'.repeat(64 * 1024))))).kind).toBe('tooLarge');
    expect((await failure(all(endless(`<b>${'x'.repeat(100)}</b>`.repeat(600))))).kind).toBe('tooLarge');
  });

  it('may be long together', async () => {
    const one = `<a><b>${'x'.repeat(1024 * 1024)}</b></a>`;
    const count = 12;
    let read = 0;
    const source = (async function* (): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < count; index += 1) yield Buffer.from(one);
    })();
    for await (const root of envelopes(source, silenceMs)) read += root.children.length;
    expect(read).toBe(count);
  });
});

describe('a silence', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends the call as soon as it has lasted too long, and the source with it', async () => {
    vi.useFakeTimers();
    const { chunks, say, closings } = spoken();
    const iterator = envelopes(chunks, 1000)[Symbol.asyncIterator]();
    const first = iterator.next();
    await vi.advanceTimersByTimeAsync(999);
    say(written[0] ?? '');
    expect((await first).done).toBe(false);
    let isOver = false;
    const ended = failure(iterator.next()).finally(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(999);
    expect([isOver, closings()]).toEqual([false, 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await ended).toMatchObject({ kind: 'timeout', message: 'no sign of life within 1000 ms' });
    expect(closings()).toBe(1);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('in the middle of an envelope is one too, however often a byte comes', async () => {
    vi.useFakeTimers();
    const { chunks, say } = spoken();
    const ended = failure(envelopes(chunks, 1000)[Symbol.asyncIterator]().next());
    for (let ms = 0; ms < 1000; ms += 100) {
      say('<a>');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect((await ended).kind).toBe('timeout');
  });

  it('ends the call even if the source cannot be closed', async () => {
    vi.useFakeTimers();
    const chunks: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: () => new Promise(() => {}) }),
    };
    const ended = failure(envelopes(chunks, 1000)[Symbol.asyncIterator]().next());
    await vi.advanceTimersByTimeAsync(1000);
    expect((await ended).kind).toBe('timeout');
  });

  it('of the reader is none of the server', async () => {
    vi.useFakeTimers();
    const texts = written.map((text) => Buffer.from(text));
    const iterator = envelopes(each(texts), 1000)[Symbol.asyncIterator]();
    for (const _ of texts) {
      expect((await iterator.next()).done).toBe(false);
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect((await iterator.next()).done).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a reader who leaves', () => {
  it('ends the call while waiting for it', async () => {
    const { chunks, closings } = spoken();
    const iterator = envelopes(chunks, silenceMs)[Symbol.asyncIterator]();
    const waiting = iterator.next();
    await Promise.resolve();
    await iterator.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(closings()).toBeGreaterThan(0);
  });

  it('hears of no failure that his leaving makes', async () => {
    let fail: ((error: Error) => void) | undefined;
    const chunks: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise((_resolve, reject) => (fail = reject)),
        return: async () => {
          fail?.(new EwsError('unreachable', 'closed'));
          return { done: true, value: undefined };
        },
      }),
    };
    const iterator = envelopes(chunks, silenceMs)[Symbol.asyncIterator]();
    const waiting = iterator.next();
    await iterator.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('ends the call before it was read', async () => {
    const { chunks, closings } = spoken();
    await envelopes(chunks, silenceMs)[Symbol.asyncIterator]().return?.();
    expect(closings()).toBeGreaterThan(0);
  });

  it('in the middle ends the call', async () => {
    let isClosed = false;
    const source = (async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from(written[0] ?? '');
      } finally {
        isClosed = true;
      }
    })();
    for await (const root of envelopes(source, silenceMs)) {
      expect(root.name).toBe('Envelope');
      break;
    }
    expect(isClosed).toBe(true);
  });
});
