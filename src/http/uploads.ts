import type { Plugin } from 'graphql-yoga';
import type { ByteSource } from '../ews/byte-source.ts';
import { createHeldBytes } from '../ews/held-bytes.ts';
import { boundaryOf, formParts, MultipartError, type FormPart } from './multipart.ts';
import { maxOperationBytes, operationIn, type OperationObject } from './operation-bounds.ts';
import { filePlaces } from './placed-files.ts';
import { bodyReader, BodyCutError, BodyTooLargeError, heldText } from './request-body.ts';
import { allowSlowly } from './slow-upload.ts';

/** A file of a form, as it came. */
export interface ArrivedFile {
  /** As the client wrote it: untrusted, perhaps empty. */
  readonly name: string;
  /** MIME type as the client wrote it, without parameters: untrusted; `text/plain` when it wrote none. */
  readonly type: string;
  readonly content: ByteSource;
}

/** What uploads need of the rest of the gateway. */
export interface UploadsOptions {
  /** Makes the error that a client gets, in the shape of GraphQL, with this HTTP status. */
  readonly refuse: (message: string, status: number) => Error;
  /** The same for a gateway that holds too many files already. */
  readonly overloaded: (message: string, retryAfterSeconds: number) => Error;
  /** Sets memory aside for a request until it is answered; undefined when there is none left. Throws when nobody knows who sends it. */
  readonly hold: (serverContext: object, bytes: number) => (() => void) | undefined;
  /** Makes of a file what stands for it in the variables. */
  readonly fileOf: (file: ArrivedFile) => unknown;
}

/** The largest form, bytes: the 40 MB that a message may weigh, with room for the operation. */
export const maxFormBytes = 45 * 1024 * 1024;
const retryAfterSeconds = 10;
const maxMapBytes = 64 * 1024;

interface ServerContext {
  /** Node's own request, where there is one. */
  readonly req?: object;
}

/** Whether this is a form with files that no page of another origin can send without asking: forms cannot set the header. */
export const isUpload = (headers: Headers): boolean =>
  boundaryOf(headers.get('content-type')) !== undefined && (headers.get('apollo-require-preflight') ?? '') !== '';

/** Reads a text field, which must be the one that is due. */
const fieldText = async ({ name, content }: FormPart, due: string, maxBytes: number): Promise<string> => {
  if (name !== due) throw new MultipartError(`The form has to begin with operations and map; ${due} is missing.`);
  const held = createHeldBytes();
  for await (const piece of content) {
    held.add(piece);
    if (held.size > maxBytes) throw new MultipartError(`${due} has more than ${maxBytes} bytes.`);
  }
  return heldText(held.source().stream());
};

const fileIn = async ({ fileName = '', contentType, content }: FormPart): Promise<ArrivedFile> => {
  const held = createHeldBytes();
  for await (const piece of content) held.add(piece);
  return { name: fileName, type: contentType, content: held.source() };
};

const understood = <Value extends object>(value: Value | string): Value => {
  if (typeof value === 'string') throw new MultipartError(value);
  return value;
};

const partDue = async (parts: AsyncGenerator<FormPart, void>, due: string): Promise<FormPart> => {
  const step = await parts.next();
  if (step.done === true) throw new MultipartError(`The form has no ${due}.`);
  return step.value;
};

/** Reads the form: operations, map, then every file that the map names, and nothing else. */
const operationOf = async (
  parts: AsyncGenerator<FormPart, void>,
  fileOf: UploadsOptions['fileOf'],
): Promise<OperationObject> => {
  const text = await fieldText(await partDue(parts, 'operations'), 'operations', maxOperationBytes);
  const operation = understood(operationIn(text, 'operations'));
  const places = understood(filePlaces(operation, await fieldText(await partDue(parts, 'map'), 'map', maxMapBytes)));
  const missing = new Set(places.names);
  for await (const part of parts) {
    if (!missing.delete(part.name)) throw new MultipartError('The form holds a part that map does not name, or twice.');
    places.put(part.name, fileOf(await fileIn(part)));
  }
  if (missing.size > 0) throw new MultipartError('A file that map names is missing.');
  return operation;
};

/** A client that goes on sending sees the answer only when somebody takes what it sends. */
const readRest = async (read: () => Promise<unknown>): Promise<void> => {
  try {
    while ((await read()) !== undefined);
  } catch {
    // Too much, or the client has left: then there is nobody to be patient with.
  }
};

/**
 * Reads operations with files, as the GraphQL multipart request specification has them. Files are kept in memory until the operation is done. Has to come
 * after whatever finds out who calls. https://github.com/jaydenseric/graphql-multipart-request-spec
 */
export const useUploads = ({ refuse, overloaded, hold, fileOf }: UploadsOptions): Plugin => {
  const parse = async (request: Request, serverContext: ServerContext & object): Promise<OperationObject> => {
    const { headers } = request;
    const boundary = boundaryOf(headers.get('content-type')) ?? '';
    let read: () => Promise<Uint8Array | undefined> = () => Promise.resolve(undefined);
    let release: (() => void) | undefined;
    try {
      read = bodyReader(request, maxFormBytes);
      // Chunks do not say how many they are.
      release = hold(serverContext, Number(headers.get('content-length') ?? maxFormBytes));
      if (release === undefined) throw overloaded('Too many files are being sent at the moment.', retryAfterSeconds);
      if (serverContext.req !== undefined) allowSlowly(serverContext.req);
      const parts = formParts(read, boundary);
      try {
        return await operationOf(parts, fileOf);
      } finally {
        await parts.return();
      }
    } catch (error) {
      release?.();
      if (error instanceof BodyTooLargeError)
        throw refuse(`A request with files may have ${maxFormBytes} bytes at most.`, 413);
      await readRest(read);
      if (error instanceof MultipartError) throw refuse(error.message, 400);
      if (error instanceof BodyCutError) throw refuse('The request ends before its body.', 400);
      throw error;
    }
  };
  return {
    onRequestParse: ({ request, serverContext, setRequestParser }) => {
      if (isUpload(request.headers)) setRequestParser(async (form) => (await parse(form, serverContext)) as never);
    },
  };
};
