import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { createEwsClient } from '../../src/ews/client.ts';
import type { EwsError } from '../../src/ews/errors.ts';
import type { Operation } from '../../src/ews/operation.ts';
import { mailboxAddress } from '../../src/ews/properties/id.ts';
import { element } from '../../src/ews/xml.ts';
import { grantFor } from '../access.ts';

const alice = mailboxAddress('alice@example.test') ?? expect.fail();

/** One recorded answer, as a server sent it. */
export interface Recorded {
  readonly name: string;
  /** What it is an answer to; undefined for faults and rubbish. */
  readonly operation: string | undefined;
  readonly status: number;
  readonly text: string;
}

/** All recorded answers in a folder of the witness data. */
export const recordedIn = (directory: string): readonly Recorded[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.response.xml'))
    .map((name) => {
      const headers = `${directory}/${name.replace('.response.xml', '.headers.txt')}`;
      const status = existsSync(headers) ? /^HTTP\/1\.1 (\d+)/.exec(readFileSync(headers, 'utf8'))?.[1] : undefined;
      const text = readFileSync(`${directory}/${name}`, 'utf8');
      return {
        name,
        operation: /<(?:\w+:)?(\w+?)(?:Response|Result)[\s/>]/.exec(text)?.[1],
        status: Number(status ?? 200),
        text,
      };
    });

const answerMessages = (text: string): number => text.match(/ResponseClass=/g)?.length ?? 1;

/** Reads a recorded answer as the client would have, had it asked for everything there is. */
export const answersAsIfAsked = <Input, Output>(
  recorded: Recorded,
  operation: Operation<Input, Output>,
  input: Input,
): Promise<readonly (Output | EwsError)[]> => {
  // No request may ask for every body form at once, but an answer can be read for all of them; and it says itself for how many ids it is.
  const encode = () => element(`m:${operation.name}`);
  return recordedAnswer(recorded, { ...operation, encode, keys: () => answerMessages(recorded.text) }, input);
};

/** Reads a recorded answer as the client would have that sent this input. */
export const recordedAnswer = async <Input, Output>(
  { status, text }: Recorded,
  operation: Operation<Input, Output>,
  input: Input,
): Promise<readonly (Output | EwsError)[]> => {
  const client = createEwsClient({
    send: async () => ({ status, headers: {}, body: (async function* () {})(), text: async () => text }),
    serverVersion: 'Exchange2010_SP2',
    // A recording answers the same however often it is asked.
    retries: 0,
  });
  return client
    .as(grantFor(alice), { requestId: 'request-1', signal: new AbortController().signal, onCall: () => undefined })
    .callEach(operation, input);
};
