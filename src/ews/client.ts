import { isMailboxGrant, type MailboxGrant } from '../access/policy.ts';
import { createAttempts, type Exchanged } from './attempts.ts';
import {
  answeredBy,
  counted,
  outcomeOf,
  outcomeOfError,
  startCall,
  type CallCount,
  type CallCounts,
} from './call-count.ts';
import { told, unbegun, type NamedOperation } from './call-failure.ts';
import { startDeadline, type Deadline } from './deadline.ts';
import { EwsError } from './errors.ts';
import type { EwsSession, Operation } from './operation.ts';
import type { MailboxAddress } from './properties/id.ts';
import { asRepeated, readMessages } from './read-messages.ts';
import { refusal } from './refusal.ts';
import { requestSending, sendsMail, type RequestSending } from './request-sending.ts';
import { requestSubjects, type RequestSubject } from './request-subjects.ts';
import { readResponse, soapEnvelope } from './soap.ts';
import { endOfAnswer } from './traffic/exchange-end.ts';
import { freeTraffic } from './traffic/free-traffic.ts';
import { mayRepeat, retryClassOf, type RetryClass } from './traffic/retry-class.ts';
import type { Traffic, Turn, Urgency } from './traffic/traffic.ts';
import { transferMs } from './transfer-time.ts';
import type { Send, SoapAnswer } from './transport.ts';

/** One call to EWS, for `extensions.upstream` and the audit. */
export interface EwsCall extends CallCounts {
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
   * What follows a write that has begun has a second at least, to find out or to take back. Absent: each call has the usual time for itself.
   */
  readonly dueMs?: number | undefined;
  /**
   * Told once per call that went out, when it has ended, failed ones included, and with how often it was sent. A call for which no token could be
   * had is none, nor one that never had its turn. Told before the caller has the answer. Everybody who makes a scope has to say where this goes,
   * because the audit lives by it.
   */
  readonly onCall: (call: EwsCall) => void;
}

/** An EWS endpoint. */
export interface EwsClient {
  /** Speaks as the mailbox of a grant, which only the policy makes. Throws TypeError for anything that merely looks like one. */
  as(grant: MailboxGrant, scope: CallScope): EwsSession;
}

const defaultDeadlineMs = 15_000;

/** What calls that follow a begun write have for themselves, milliseconds, however late it is. */
const leastAfterWriteMs = 1_000;

/** What a client is made with. */
export interface EwsClientOptions {
  readonly send: Send;
  /** RequestServerVersion of every call. */
  readonly serverVersion: string;
  /**
   * How long a call may take from asking for its turn to the last byte (of `open`: to the first), milliseconds, where its scope does not say;
   * default 15,000. A request with files has more, and so has an operation that says so.
   */
  readonly deadlineMs?: number | undefined;
  /** Who may ask the server when; everybody at once when absent. */
  readonly traffic?: Traffic;
  /** Milliseconds that never jump, of the traffic too; those of the machine when absent. */
  readonly now?: () => number;
  /** 0 to 1; Math.random when absent. */
  readonly random?: () => number;
  /** Failed calls that may be tried again at once; see retry-budget.ts for how many and for how there come to be more. */
  readonly retries?: number | undefined;
  /** Nothing is ever sent to anybody: what would be, throws TypeError before it leaves. False when absent. */
  readonly isSilent?: boolean;
  /** Looks on: what it gives for a request is told of each call that is made for it, before whoever asked; it decides nothing. */
  readonly watch?: ((requestId: string) => CallScope['onCall']) | undefined;
}

/** An error page may be in any encoding and of any length; its status says enough. */
const emptyWhenUnreadable = (error: unknown): string => {
  if (error instanceof EwsError && error.kind === 'decode') return '';
  throw error;
};

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** The failure of a whole answer: every one of its messages is an error that may pass. */
const wholeFailure = (retryClass: RetryClass, outputs: readonly unknown[]): EwsError | undefined => {
  const [first] = outputs;
  const isWhole = outputs.every(
    (output) => output instanceof EwsError && output.kind === 'response' && mayRepeat(retryClass, output),
  );
  return isWhole && first instanceof EwsError ? first : undefined;
};

/** A call that has its turn. */
interface BegunCall {
  readonly deadline: Deadline;
  readonly call: CallCount;
  readonly retryClass: RetryClass;
  /** Ends its exchanges, and the reading of an answer. */
  readonly signal: AbortSignal;
  /** Sends, as often as it may be, and reads. `lost`: see `Attempts`. `headMs`: from sending to the head of the answer. */
  attempt<Result>(
    read: (answer: SoapAnswer, headMs: number, lost: EwsError | undefined) => Promise<Exchanged<Result>>,
  ): Promise<Result>;
}

/** A client of one endpoint. */
export const createEwsClient = ({
  send,
  serverVersion,
  deadlineMs = defaultDeadlineMs,
  traffic = freeTraffic,
  now = () => performance.now(),
  random = Math.random,
  retries,
  isSilent = false,
  watch,
}: EwsClientOptions): EwsClient => {
  const attempts = createAttempts({ now, random, retries });

  const as = (grant: MailboxGrant, scope: CallScope): EwsSession => {
    if (!isMailboxGrant(grant)) throw new TypeError('A mailbox session needs a grant that the policy made');
    const { mailbox } = grant;
    const { requestId } = scope;
    const look = watch?.(requestId);
    const onCall: CallScope['onCall'] = (call) => {
      try {
        look?.(call);
      } finally {
        // The audit has its line whatever becomes of who looks on.
        scope.onCall(call);
      }
    };
    let hasWritten = false;

    const dueMs = (extraMs: number): number => {
      if (scope.dueMs === undefined) return now() + deadlineMs + extraMs;
      return hasWritten ? Math.max(scope.dueMs, now() + leastAfterWriteMs) : scope.dueMs;
    };

    const named = (operation: NamedOperation, error: unknown): unknown =>
      error instanceof EwsError ? told(operation, mailbox, error) : error;

    /** Lets `use` make the call when it is its turn, which lasts as long as that, and ends the count of a call that fails. */
    const inTurn = async <Input, Output, Result>(
      operation: Operation<Input, Output>,
      input: Input,
      urgency: Urgency,
      use: (begun: BegunCall) => Promise<Result>,
    ): Promise<Result> => {
      const content = operation.encode(input);
      const body = soapEnvelope(serverVersion, mailbox, content);
      const { name, access, extraMs = 0, isLasting = false } = operation;
      if (scope.signal.aborted && !hasWritten) throw new EwsError('aborted', `${name} as ${mailbox}: the caller left`);
      const retryClass = retryClassOf(operation, input);
      const sending = access === 'write' ? requestSending(content) : undefined;
      if (isSilent && sending !== undefined && sendsMail(name, sending))
        throw new TypeError(`${name} would send mail, and this client never does`);
      const about = {
        operation: name,
        access,
        mailbox,
        keys: operation.keys?.(input) ?? 1,
        subjects: requestSubjects(content),
        ...(sending === undefined ? {} : { sending }),
      };
      const call = startCall((counts) => onCall({ ...about, ...counts }), now);
      const deadline = startDeadline(dueMs(transferMs(body) + extraMs), now);
      const wanted = hasWritten ? deadline.signal : AbortSignal.any([scope.signal, deadline.signal]);
      // A write that has begun goes on without its caller: cut off half-way, nobody would know what became of it.
      const signal = access === 'write' ? deadline.signal : wanted;

      const exchange = async (): Promise<SoapAnswer> => {
        if (signal.aborted) throw unbegun(signal.reason, signal);
        // Whoever sets a long time means to wait for an answer that long.
        const moreMs = scope.dueMs === undefined ? extraMs : Math.max(extraMs, deadline.dueMs - now() - deadlineMs);
        try {
          const answer = await send({
            operation: name,
            access,
            idempotent: retryClass !== 'once',
            mailbox,
            requestId,
            body,
            extraMs: moreMs,
            isLasting,
            signal,
          });
          call.sent();
          return answer;
        } catch (error) {
          if (!(error instanceof EwsError && error.kind === 'credentials')) call.sent();
          throw error;
        }
      };

      const begin = (turn: Turn): Promise<Result> => {
        hasWritten ||= access === 'write';
        call.waited(turn.waitedMs);
        return use({
          deadline,
          call,
          retryClass,
          signal,
          attempt: (read) =>
            attempts({ turn, retryClass, dueMs: deadline.dueMs, signal, onWaited: call.waited }, async (lost) => {
              const started = now();
              const answer = await exchange();
              if (isSuccess(answer.status)) return read(answer, now() - started, lost);
              const text = await answer.text().catch(emptyWhenUnreadable);
              call.add(Buffer.byteLength(text));
              throw refusal(answer, text);
            }),
        });
      };

      try {
        return await traffic.pass({ mailbox, urgency, signal: wanted, dueMs: deadline.dueMs }, begin);
      } catch (error) {
        const failure = unbegun(error, wanted);
        call.end(outcomeOfError(failure), 0);
        throw named(operation, failure);
      } finally {
        deadline.stop();
      }
    };

    const callEach = async <Input, Output>(
      operation: Operation<Input, Output>,
      input: Input,
    ): Promise<readonly (Output | EwsError)[]> =>
      inTurn(
        operation,
        input,
        operation.urgency ?? scope.urgency ?? 'interactive',
        async ({ attempt, call, retryClass, signal }) => {
          const outputs = await attempt(async (answer, headMs, lost) => {
            const text = await answer.text();
            call.add(Buffer.byteLength(text));
            const response = await readResponse(text, operation.name, { status: answer.status, signal });
            const read = readMessages(lost === undefined ? operation : asRepeated(operation), input, response);
            return {
              // What a repetition fails with may be its own doing: it is as unknown as before whether it was done.
              result: lost === undefined ? read : read.map((output) => (output instanceof EwsError ? lost : output)),
              end: endOfAnswer(read, headMs),
              failure: wholeFailure(retryClass, read),
            };
          });
          call.end(outcomeOf(outputs), answeredBy(operation.rows, outputs));
          return outputs.map((output) => (output instanceof EwsError ? told(operation, mailbox, output) : output));
        },
      );

    /** The bytes of an answer; `over` is called once they have ended or nobody wants them any more. */
    const stream = (
      operation: NamedOperation,
      { body }: SoapAnswer,
      { call, deadline }: Pick<BegunCall, 'call' | 'deadline'>,
      over: () => void,
    ): AsyncIterable<Uint8Array> => {
      const end: CallCount['end'] = (outcome) => {
        // A scope may outlive many streams.
        scope.signal.removeEventListener('abort', leave);
        call.end(outcome);
        over();
      };
      const leave = (): void => end('aborted');
      // Who ends a scope, or sets a time, need not look at the stream again (HEAD of a download).
      if (scope.signal.aborted) leave();
      else scope.signal.addEventListener('abort', leave, { once: true });
      deadline.signal.addEventListener('abort', () => end('timeout'), { once: true });
      return counted(body, { add: call.add, end }, (error) => named(operation, error));
    };

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
        new Promise((resolve, reject) => {
          inTurn(operation, input, 'bulk', async (begun) => {
            const answer = await begun.attempt(async (result: SoapAnswer, ms) => ({
              result,
              end: { kind: 'answered', ms },
            }));
            // The usual time is over with the first byte; what the caller has set is not.
            if (scope.dueMs === undefined) begun.deadline.stop();
            // A turn that lasted as long as a stream that goes on for ever would be one less for everybody else.
            if (operation.isLasting === true) return resolve(stream(operation, answer, begun, () => undefined));
            await new Promise<void>((over) => resolve(stream(operation, answer, begun, over)));
          }).catch(reject);
        }),
    };
  };
  return { as };
};
