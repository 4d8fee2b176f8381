import { isMailboxGrant, type MailboxGrant } from '../access/policy.ts';
import { EwsError } from './errors.ts';
import type { EwsSession, Operation } from './operation.ts';
import { isSurelyUndone } from './outcome.ts';
import type { MailboxAddress } from './properties/id.ts';
import { requestSending, type RequestSending } from './request-sending.ts';
import { requestSubjects, type RequestSubject } from './request-subjects.ts';
import type { Urgency } from './traffic/traffic.ts';
import { readResponse, responseError, responseMessages, soapBody, soapEnvelope } from './soap.ts';
import type { Send, SoapAnswer } from './transport.ts';
import { transferMs } from './transfer-time.ts';
import { parseXml, type XmlElement } from './xml.ts';

/** One round trip to EWS, for `extensions.upstream` and the audit. */
export interface EwsCall {
  /** EWS's own name: `FindItem`. */
  readonly operation: string;
  /** Which impersonation role it ran under. */
  readonly access: 'read' | 'write';
  readonly mailbox: MailboxAddress;
  /** Ids in the request. */
  readonly keys: number;
  /** What the request named. */
  readonly subjects: readonly RequestSubject[];
  /** Of a write: whether mail is sent, and under which address. */
  readonly sending?: RequestSending;
  /** Items, folders, attachments or names that the answer told; undefined for a stream, into which the client does not look. */
  readonly answered: number | undefined;
  /** From asking for it to the last byte of the answer, milliseconds: with waiting for its turn and with what was tried before. */
  readonly ms: number;
  /** How much of that it waited for its turn, milliseconds. */
  readonly waitedMs: number;
  /** How often it was sent; 0 when it never left. */
  readonly attempts: number;
  /** Decompressed bytes of the answer. */
  readonly bytes: number;
  /** `ok`; `partial` when some ids are errors; else the ResponseCode or, without one, the EwsErrorKind of the failure. */
  readonly outcome: string;
}

/** What one caller's calls share. */
export interface CallScope {
  /** Of the HTTP request that the calls are made for; EWS is told it with each call. */
  readonly requestId: string;
  /**
   * Ends every read, streams included, and keeps writes from being begun; one that has begun is finished, and so is what follows it in its mailbox:
   * half of a write would leave behind what nobody asked for.
   */
  readonly signal: AbortSignal;
  /** Whether a person waits for it; absent: yes. */
  readonly urgency?: Urgency;
  /**
   * When everything has to be over, by the clock of the client, milliseconds: waiting for a turn and for a token, sending, trying again and reading.
   * Absent: each call has the usual time for itself.
   */
  readonly dueMs?: number | undefined;
  /**
   * Told once per call that went out, when it has ended, failed ones included. A call repeated after a 401 is one call: the refused exchange
   * never reached EWS. A call for which no token could be had is none. Told before the caller has the answer. Everybody who makes a scope has to
   * say where this goes, because the audit lives by it.
   */
  readonly onCall: (call: EwsCall) => void;
}

/** An EWS endpoint. */
export interface EwsClient {
  /** Speaks as the mailbox of a grant, which only the policy makes. Throws TypeError for anything that merely looks like one. */
  as(grant: MailboxGrant, scope: CallScope): EwsSession;
}

const defaultDeadlineMs = 15_000;

/** A time limit on top of the caller's own signal. */
interface Deadline {
  readonly signal: AbortSignal;
  /** Lets go of the time limit; the caller's signal goes on. */
  stop(): void;
}

const startDeadline = (callerSignal: AbortSignal | undefined, deadlineMs: number): Deadline => {
  const limit = new AbortController();
  const timer = setTimeout(
    () => limit.abort(new DOMException(`No answer within ${deadlineMs} ms`, 'TimeoutError')),
    deadlineMs,
  );
  const signals = callerSignal === undefined ? [limit.signal] : [callerSignal, limit.signal];
  return { signal: AbortSignal.any(signals), stop: () => clearTimeout(timer) };
};

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Retry-After in seconds or, held against the answer's own Date, as a date; milliseconds. */
const retryAfterMs = (headers: Readonly<Record<string, string>>): number | undefined => {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,7}$/.test(value)) return Number(value) * 1000;
  const pause = Date.parse(value) - Date.parse(headers['date'] ?? '');
  return Number.isNaN(pause) ? undefined : Math.max(0, pause);
};

/** An error page may be in any encoding and of any length; its status says enough. */
const emptyWhenUnreadable = (error: unknown): string => {
  if (error instanceof EwsError && error.kind === 'decode') return '';
  throw error;
};

/** What an answer with an HTTP error status means: its SOAP fault if it holds one, else the status. */
const refusal = ({ status, headers }: SoapAnswer, text: string): EwsError => {
  const pause = retryAfterMs(headers);
  try {
    soapBody(parseXml(text), status);
  } catch (error) {
    if (error instanceof EwsError && error.kind === 'fault')
      return error.retryAfterMs === undefined ? error.with({ retryAfterMs: pause }) : error;
  }
  return new EwsError('http', `the server answered HTTP ${status}`, {
    status,
    retryAfterMs: pause,
    // https://www.rfc-editor.org/rfc/rfc9110#section-15.6.2
    ...(status === 501 ? { lacking: 'operation', isRefusal: true } : {}),
  });
};

/** The same error, saying what was attempted and as whom, and of a write whether it may have been done. */
const told = (
  { name, access }: { readonly name: string; readonly access: 'read' | 'write' },
  mailbox: MailboxAddress,
  error: EwsError,
): EwsError => {
  const attempt = `${name} as ${mailbox}: `;
  return error.with({
    message: error.message.startsWith(attempt) ? error.message : attempt + error.message,
    operation: name,
    mayBeDone: access === 'write' && !isSurelyUndone(error),
  });
};

/** Reads one message; whatever is wrong with it is the error of this message alone. */
const readMessage = <Input, Output>(
  operation: Operation<Input, Output>,
  input: Input,
  message: XmlElement,
): Output | EwsError => {
  const failure = responseError(message, operation.answers);
  if (failure !== undefined) return failure;
  try {
    return operation.decode(message, input);
  } catch (error) {
    if (error instanceof EwsError) return error;
    throw error;
  }
};

/**
 * One output or error per id. A server that stops early leaves ids without a message: they get an error each. More messages than ids cannot be
 * told apart, so none is believed.
 */
const readMessages = <Input, Output>(
  operation: Operation<Input, Output>,
  input: Input,
  response: XmlElement,
): readonly (Output | EwsError)[] => {
  const messages = (operation.messages ?? responseMessages)(response);
  const expected = operation.keys?.(input) ?? 1;
  if (messages.length > expected) {
    throw new EwsError('decode', `the answer holds ${messages.length} response messages for ${expected} ids`);
  }
  const outputs = messages.map((message) => readMessage(operation, input, message));
  while (outputs.length < expected) {
    outputs.push(new EwsError('decode', `the answer holds ${messages.length} response messages for ${expected} ids`));
  }
  return outputs;
};

const outcomeOfError = (error: unknown): string =>
  error instanceof EwsError ? (error.responseCode ?? error.kind) : 'failed';

/** How much an answer told: the rows of lists, else the outputs. */
const answeredBy = <Output>(
  rows: ((output: Output) => number) | undefined,
  outputs: readonly (Output | EwsError)[],
): number =>
  outputs.reduce<number>((sum, output) => (output instanceof EwsError ? sum : sum + (rows?.(output) ?? 1)), 0);

const outcomeOf = (outputs: readonly unknown[]): string => {
  const failures = outputs.filter((output) => output instanceof EwsError);
  if (failures.length === 0) return 'ok';
  return failures.length < outputs.length ? 'partial' : outcomeOfError(failures[0]);
};

/** One call being counted. */
interface CallCount {
  add(bytes: number): void;
  /** Reports the call; the first end counts. `answered`: as in EwsCall. */
  end(outcome: string, answered?: number): void;
}

const startCall = (
  about: Pick<EwsCall, 'operation' | 'access' | 'mailbox' | 'keys' | 'subjects' | 'sending'>,
  onCall: CallScope['onCall'],
): CallCount => {
  const started = performance.now();
  let bytes = 0;
  let isOver = false;
  return {
    add: (more) => {
      bytes += more;
    },
    end: (outcome, answered) => {
      if (isOver) return;
      isOver = true;
      if (outcome !== 'credentials')
        onCall({ ...about, answered, ms: performance.now() - started, waitedMs: 0, attempts: 1, bytes, outcome });
    },
  };
};

/** Passes the bytes on and ends the call with them, also when the reader leaves before the first one. */
const counted = (
  body: AsyncIterable<Uint8Array>,
  call: CallCount,
  named: (error: unknown) => unknown,
): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => {
    const iterator = body[Symbol.asyncIterator]();
    return {
      next: async () => {
        try {
          const step = await iterator.next();
          if (step.done === true) call.end('ok');
          else call.add(step.value.byteLength);
          return step;
        } catch (error) {
          call.end(outcomeOfError(error));
          throw named(error);
        }
      },
      return: async () => {
        await iterator.return?.();
        call.end('aborted');
        return { done: true, value: undefined };
      },
    };
  },
});

/**
 * A client of one endpoint. `serverVersion`: RequestServerVersion of every call; `deadlineMs`: how long a call may take from waiting for a token
 * to the last byte (of `open`: to the first), default 15,000; a request with files has more, and so has an operation that says so.
 */
export const createEwsClient = (options: {
  readonly send: Send;
  readonly serverVersion: string;
  readonly deadlineMs?: number;
}): EwsClient => {
  const { send, serverVersion, deadlineMs = defaultDeadlineMs } = options;

  const as = (grant: MailboxGrant, scope: CallScope): EwsSession => {
    if (!isMailboxGrant(grant)) throw new TypeError('A mailbox session needs a grant that the policy made');
    const { mailbox } = grant;
    let hasWritten = false;
    /** Sends, lets `read` make something of the answer within the deadline, and counts the call unless `read` has handed it on. */
    const exchange = async <Input, Output, Result>(
      operation: Operation<Input, Output>,
      input: Input,
      read: (answer: SoapAnswer, call: CallCount, named: (error: unknown) => unknown) => Promise<Result>,
    ): Promise<Result> => {
      const content = operation.encode(input);
      const body = soapEnvelope(serverVersion, mailbox, content);
      const named = (error: unknown): unknown => (error instanceof EwsError ? told(operation, mailbox, error) : error);
      const { name, access, extraMs = 0, isLasting = false } = operation;
      if (scope.signal.aborted && !hasWritten) throw new EwsError('aborted', `${name} as ${mailbox}: the caller left`);
      // A write that has begun goes on without its caller: cut off half-way, nobody would know what became of it.
      hasWritten ||= access === 'write';
      const deadline = startDeadline(hasWritten ? undefined : scope.signal, deadlineMs + transferMs(body) + extraMs);
      const idempotent =
        typeof operation.idempotent === 'function' ? operation.idempotent(input) : operation.idempotent;
      const { requestId, onCall } = scope;
      const keys = operation.keys?.(input) ?? 1;
      const subjects = requestSubjects(content);
      const sending = access === 'write' ? requestSending(content) : undefined;
      const call = startCall(
        { operation: name, access, mailbox, keys, subjects, ...(sending === undefined ? {} : { sending }) },
        onCall,
      );
      try {
        const { signal } = deadline;
        const answer = await send({
          operation: name,
          access,
          idempotent,
          mailbox,
          requestId,
          body,
          extraMs,
          isLasting,
          signal,
        });
        if (isSuccess(answer.status)) return await read(answer, call, named);
        const text = await answer.text().catch(emptyWhenUnreadable);
        call.add(Buffer.byteLength(text));
        throw refusal(answer, text);
      } catch (error) {
        call.end(outcomeOfError(error), 0);
        throw named(error);
      } finally {
        deadline.stop();
      }
    };

    const callEach = async <Input, Output>(
      operation: Operation<Input, Output>,
      input: Input,
    ): Promise<readonly (Output | EwsError)[]> =>
      exchange(operation, input, async (answer, call) => {
        const text = await answer.text();
        call.add(Buffer.byteLength(text));
        const outputs = readMessages(operation, input, readResponse(text, operation.name, answer.status));
        call.end(outcomeOf(outputs), answeredBy(operation.rows, outputs));
        return outputs.map((output) => (output instanceof EwsError ? told(operation, mailbox, output) : output));
      });

    return {
      mailbox,
      callEach,
      call: async <Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<Output> => {
        const [first] = await callEach(operation, input);
        if (first instanceof EwsError) throw first;
        // There is a first one, even if it is undefined: every id has an output or an error.
        return first as Output;
      },
      open: (operation, input) =>
        exchange(operation, input, async (answer, call, named) => {
          // Who ends a scope need not look at the stream again (HEAD of a download).
          const { signal } = scope;
          const leave = (): void => call.end('aborted');
          if (signal.aborted) leave();
          else signal.addEventListener('abort', leave, { once: true });
          const end: CallCount['end'] = (outcome) => {
            // A scope may outlive many streams.
            signal.removeEventListener('abort', leave);
            call.end(outcome);
          };
          return counted(answer.body, { add: call.add, end }, named);
        }),
    };
  };
  return { as };
};
