import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ByteSource } from '../../ews/byte-source.ts';

/** Characters or bytes hashed before other callers have their turn: some 5 ms. */
const hashedATurn = 1_000_000;

/**
 * Hash of a mutation and of everything that it was given, in hex: SHA-256 of its JSON with sorted keys, without what is undefined and without
 * `idempotencyKey`. A file counts by its bytes, its size, its name and its type; it is read once from its beginning and never held. Throws what
 * reading a file throws.
 */
export const fingerprint = async (mutation: string, input: object): Promise<string> => {
  const { idempotencyKey: _, ...content } = input as Readonly<Record<string, unknown>>;
  const writer = hashWriter(createHash('sha256'));
  await writeValue(writer, [mutation, content]);
  return writer.digest();
};

interface HashWriter {
  write(piece: string | Uint8Array): Promise<void>;
  digest(): string;
}

const hashWriter = (hash: Hash): HashWriter => {
  let sincePause = 0;
  return {
    write: async (piece) => {
      hash.update(piece);
      sincePause += piece.length;
      if (sincePause < hashedATurn) return;
      sincePause = 0;
      await setImmediate();
    },
    digest: () => hash.digest('hex'),
  };
};

/** A file of the request, or bytes with no name. A file made by a client without streams is as good as any: what counts is that it can be read. */
type NamedBytes = ByteSource & { readonly name?: unknown; readonly type?: unknown };

const isBytes = (value: object): value is NamedBytes =>
  'stream' in value && typeof value.stream === 'function' && 'size' in value && typeof value.size === 'number';

const bytesHash = async (source: ByteSource): Promise<string> => {
  const writer = hashWriter(createHash('sha256'));
  for await (const chunk of source.stream()) await writer.write(chunk);
  return writer.digest();
};

async function writeValue(writer: HashWriter, value: unknown): Promise<void> {
  if (typeof value === 'string') return writeText(writer, value);
  if (typeof value !== 'object' || value === null) return writer.write(JSON.stringify(value) ?? 'null');
  if (Array.isArray(value)) {
    await writer.write('[');
    for (const [index, part] of value.entries()) {
      if (index > 0) await writer.write(',');
      await writeValue(writer, part);
    }
    return writer.write(']');
  }
  if (isBytes(value)) {
    const { size, name, type } = value;
    // A key that no input has, so that nothing else looks like a file.
    return writeValue(writer, { ' sha256': await bytesHash(value), size, name, type });
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return writeValue(writer, value.toJSON());
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  await writer.write('{');
  for (const [index, [name, part]] of entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).entries()) {
    await writer.write(`${index > 0 ? ',' : ''}${JSON.stringify(name)}:`);
    await writeValue(writer, part);
  }
  return writer.write('}');
}

/** In slices: a file in base64 is a text of many megabytes. */
async function writeText(writer: HashWriter, text: string): Promise<void> {
  await writer.write('"');
  for (let start = 0; start < text.length; start += hashedATurn)
    await writer.write(JSON.stringify(text.slice(start, start + hashedATurn)).slice(1, -1));
  return writer.write('"');
}
