import { EwsError } from './errors.ts';
import type { Operation } from './operation.ts';
import { responseError, responseMessages } from './soap.ts';
import type { XmlElement } from './xml.ts';

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
export const readMessages = <Input, Output>(
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

/** The operation as it reads the answer to its own repetition, when the first time may have been enough: only what says so, and success, is an answer. */
export const asRepeated = <Input, Output>(operation: Operation<Input, Output>): Operation<Input, Output> => ({
  ...operation,
  answers: operation.doneWhen ?? [],
});
