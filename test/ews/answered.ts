import { expect } from 'vitest';
import { createEwsClient } from '../../src/ews/client.ts';
import { EwsError } from '../../src/ews/errors.ts';
import type { Operation } from '../../src/ews/operation.ts';
import { mailboxAddress } from '../../src/ews/properties/id.ts';
import { grantFor } from '../access.ts';
import { compact } from './parsed.ts';

const alice = mailboxAddress('alice@example.test') ?? expect.fail();

/** What a caller gets for these response messages: an output or a ResponseCode per id. */
export const answered = <Input, Output>(
  operation: Operation<Input, Output>,
  input: Input,
  messages: string,
): Promise<readonly (Output | string | undefined)[]> =>
  answeredAs(
    operation,
    input,
    `<m:${operation.name}Response><m:ResponseMessages>${messages}</m:ResponseMessages></m:${operation.name}Response>`,
  );

/** What a caller gets for this response element, as `answered`. */
export const answeredAs = async <Input, Output>(
  operation: Operation<Input, Output>,
  input: Input,
  response: string,
): Promise<readonly (Output | string | undefined)[]> => {
  const text =
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="urn:messages" xmlns:t="urn:types"><s:Body>' +
    `${compact(response)}</s:Body></s:Envelope>`;
  const client = createEwsClient({
    send: async () => ({ status: 200, headers: {}, body: (async function* () {})(), text: async () => text }),
    serverVersion: 'Exchange2010_SP2',
  });
  const scope = { requestId: 'request-1', signal: new AbortController().signal, onCall: () => undefined };
  const outputs = await client.as(grantFor(alice), scope).callEach(operation, input);
  return outputs.map((output) => (output instanceof EwsError ? output.responseCode : output));
};

/** The response message of one id that was an error; Exchange repeats the empty list in it. */
export const refused = (operation: string, code: string, list = ''): string =>
  `<m:${operation}ResponseMessage ResponseClass="Error"><m:MessageText>No.</m:MessageText><m:ResponseCode>${code}</m:ResponseCode>` +
  `<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>${list}</m:${operation}ResponseMessage>`;

/** The response message of one id that was done. */
export const done = (operation: string, content = ''): string =>
  `<m:${operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${content}</m:${operation}ResponseMessage>`;
