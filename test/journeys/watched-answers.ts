import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { formIn, formsOf } from './canaries.ts';

/** What went through a gateway's door. */
export interface WatchedAnswers {
  /** The gateway behind a look at every answer. */
  readonly listener: RequestListener;
  /** What was found that may never be answered: the request, and the form of the secret. */
  readonly findings: readonly string[];
  /** Credentials that clients sent, in all forms. */
  readonly credentials: ReadonlySet<string>;
  /** Of mail, and of links: what only its reader may see, and no log. */
  readonly content: ReadonlySet<string>;
}

/** Shorter ones are a test's own names, which may stand anywhere. */
const shortestCredential = 24;
const maxRemembered = 500;
const maxJsonBytes = 1024 * 1024;

/** Values of the fields that tell content, long enough to be found nowhere by chance. */
const contentIn = (json: string): readonly string[] =>
  [...json.matchAll(/"(?:subject|preview|html|content|name)":"((?:[^"\\]|\\.){14,80})/g)]
    .map(([, value]) => value!)
    .filter((value) => /[\s.]/.test(value) && !value.includes('@'));

const addTo = (set: Set<string>, values: Iterable<string>): void => {
  for (const value of values) if (set.size < maxRemembered) set.add(value);
};

/** Looks at everything that leaves: bodies of any length, piece by piece, and headers. `secrets`: forms that may not be in any of it. */
export const watchAnswers = (inner: RequestListener, secrets: readonly string[]): WatchedAnswers => {
  const findings: string[] = [];
  const credentials = new Set<string>();
  const content = new Set<string>();
  const overlap = Math.max(...secrets.map((form) => form.length));

  const watch = (request: IncomingMessage, response: ServerResponse): void => {
    const own: string[] = [];
    const [, credential = ''] = /^\w+ +(\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (credential.length >= shortestCredential && !credential.includes('@')) own.push(...formsOf(credential));
    addTo(credentials, own);
    const link = new URL(request.url ?? '/', 'http://gateway.test').searchParams.get('link') ?? '';
    if (link.length >= shortestCredential) addTo(content, [link]);

    const place = `${request.method ?? ''} ${request.url ?? ''}`;
    let rest = Buffer.alloc(0);
    const json: Buffer[] = [];
    let jsonBytes = 0;
    let head = '';
    const look = (chunk: unknown, encoding: unknown): void => {
      if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
      const bytes =
        typeof chunk === 'string'
          ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
          : Buffer.from(chunk);
      const seen = Buffer.concat([rest, bytes]);
      const found = formIn(seen, secrets) ?? formIn(seen, own);
      if (found !== undefined) findings.push(`${place}: ${found}`);
      rest = seen.subarray(Math.max(0, seen.length - overlap));
      if (jsonBytes + bytes.length > maxJsonBytes || !/json/.test(head + String(response.getHeader('content-type'))))
        return;
      jsonBytes += bytes.length;
      json.push(bytes);
    };
    const write = response.write.bind(response);
    const end = response.end.bind(response);
    const writeHead = response.writeHead.bind(response);
    // Headers that are handed over here cannot be asked for later.
    response.writeHead = ((...written: Parameters<typeof writeHead>) => {
      head = JSON.stringify(written);
      return writeHead(...written);
    }) as typeof response.writeHead;
    response.write = ((...written: Parameters<typeof write>) => {
      look(written[0], written[1]);
      return write(...written);
    }) as typeof response.write;
    response.end = ((...written: Parameters<typeof end>) => {
      look(written[0], written[1]);
      return end(...written);
    }) as typeof response.end;
    response.once('close', () => {
      const headers = head + JSON.stringify(response.getHeaders());
      const found = formIn(headers, secrets) ?? formIn(headers, own);
      if (found !== undefined) findings.push(`${place}, headers: ${found}`);
      addTo(content, contentIn(Buffer.concat(json).toString('utf8')));
    });
  };

  return {
    listener: (request, response) => {
      watch(request, response);
      inner(request, response);
    },
    findings,
    credentials,
    content,
  };
};
