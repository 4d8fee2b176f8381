import { operationEffect } from '../contract.ts';
import { EmulatorError } from '../emulator-error.ts';
import { failure, response } from '../operation.ts';
import { child, type XmlNode } from '../xml/xml.ts';

/** One message of an answer that a fault script makes fail. */
export interface BrokenMessage {
  /** From 0; an answer without that message stays as it is. */
  readonly index: number;
  readonly responseCode: string;
  /** The batch ends there: the messages after it are warnings, ErrorBatchProcessingStopped. */
  readonly stopsBatch?: boolean;
}

/** The request without what the script keeps from being done: a write that is said to have failed must not have happened. */
export const withoutBroken = (operation: string, request: XmlNode, { index, stopsBatch }: BrokenMessage): XmlNode => {
  const name = batches[operation];
  if (name === undefined || operationEffect(operation) !== 'write') return request;
  const isDone = (at: number): boolean => at < index || (at > index && stopsBatch !== true);
  const children = request.children.map((part) =>
    part.name === name ? { ...part, children: part.children.filter((_, at) => isDone(at)) } : part,
  );
  return { ...request, children };
};

/** The answer with the message that fails. `request` is the whole one, `answer` that to what withoutBroken left of it. */
export const withBroken = (operation: string, request: XmlNode, answer: XmlNode, broken: BrokenMessage): XmlNode => {
  const { index, responseCode, stopsBatch } = broken;
  const messages = child(answer, 'm:ResponseMessages')?.children ?? [];
  const asked = child(request, batches[operation] ?? '')?.children.length;
  const isWrite = asked !== undefined && operationEffect(operation) === 'write';
  const total = isWrite ? asked : messages.length;
  if (index >= total) return answer;
  const rest = messages.slice(isWrite ? index : index + 1);
  const stopped = { ...failure(operation, new EmulatorError('ErrorBatchProcessingStopped')), attributes: warning };
  return response(operation, [
    ...messages.slice(0, index),
    failure(operation, new EmulatorError(responseCode)),
    ...(stopsBatch === true ? Array.from({ length: total - index - 1 }, () => stopped) : rest),
  ]);
};

const warning = { ResponseClass: 'Warning' };

/** What of a request gets a message for each of its entries. */
const batches: Readonly<Record<string, string>> = {
  CopyFolder: 'm:FolderIds',
  CopyItem: 'm:ItemIds',
  CreateAttachment: 'm:Attachments',
  CreateFolder: 'm:Folders',
  CreateItem: 'm:Items',
  DeleteAttachment: 'm:AttachmentIds',
  DeleteFolder: 'm:FolderIds',
  DeleteItem: 'm:ItemIds',
  EmptyFolder: 'm:FolderIds',
  MoveFolder: 'm:FolderIds',
  MoveItem: 'm:ItemIds',
  SendItem: 'm:ItemIds',
  UpdateFolder: 'm:FolderChanges',
  UpdateItem: 'm:ItemChanges',
};
