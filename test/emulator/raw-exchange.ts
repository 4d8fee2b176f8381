import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { envelope, impersonating, type RunningEmulator } from './running-emulator.ts';

/** What has come over a connection, read by hand: HTTP libraries hide what faults do. */
export interface RawAnswer {
  /** Undefined before the head is there. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The body in the pieces in which it was sent, each a chunk of its own; one piece when its length was told. */
  readonly pieces: readonly Buffer[];
  /** The body so far. */
  readonly body: Buffer;
  /** Whether HTTP says that this is all. */
  readonly isWhole: boolean;
}

/** A request that is on its way. */
export interface RawExchange {
  readonly received: () => RawAnswer;
  /** What had come when the emulator ended the connection. */
  readonly ended: Promise<RawAnswer>;
  /** Whether it was reset rather than closed; known when it has ended. */
  readonly isReset: () => boolean;
  readonly leave: () => void;
}

/** Sends a request element as the full-access role for a mailbox, on a connection of its own that is closed after the answer. */
export const sendRaw = async (
  { ewsUrl, token }: Pick<RunningEmulator, 'ewsUrl' | 'token'>,
  request: string,
  { mailbox = 'alice@example.test', bearer }: { readonly mailbox?: string; readonly bearer?: string } = {},
): Promise<RawExchange> => {
  const body = envelope(request, impersonating(mailbox));
  const head = [
    'POST /EWS/Exchange.asmx HTTP/1.1',
    'host: emulator',
    'connection: close',
    `authorization: Bearer ${bearer ?? (await token())}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  const socket = connect(Number(new URL(ewsUrl).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  let isReset = false;
  socket.on('error', (error: NodeJS.ErrnoException) => {
    isReset = error.code === 'ECONNRESET';
  });
  const closed = new Promise((resolve) => void socket.once('close', resolve));
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  const received = (): RawAnswer => readAnswer(Buffer.concat(parts));
  return { received, ended: closed.then(received), isReset: () => isReset, leave: () => void socket.destroy() };
};

const readAnswer = (bytes: Buffer): RawAnswer => {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return { status: undefined, headers: {}, pieces: [], body: Buffer.alloc(0), isWhole: false };
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const rest = bytes.subarray(end + 4);
  const { pieces, isWhole } =
    headers['transfer-encoding'] === 'chunked'
      ? readChunks(rest)
      : { pieces: [rest], isWhole: rest.length === Number(headers['content-length']) };
  return { status: Number(first.split(' ')[1]), headers, pieces, body: Buffer.concat(pieces), isWhole };
};

const readChunks = (bytes: Buffer): { readonly pieces: readonly Buffer[]; readonly isWhole: boolean } => {
  const pieces: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return { pieces, isWhole: false };
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    if (size === 0) return { pieces, isWhole: true };
    pieces.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
    if (at > bytes.length) return { pieces, isWhole: false };
  }
};
