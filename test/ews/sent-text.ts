import type { ByteSource } from '../../src/ews/byte-source.ts';

/** What goes over the wire, read to its end. */
export const sentText = async (body: string | ByteSource): Promise<string> => {
  if (typeof body === 'string') return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.stream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};
