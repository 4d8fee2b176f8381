import type { ByteSource } from '../../ews/byte-source.ts';

/** A file that came with the request. */
export interface UploadedFile extends ByteSource {
  /** As the client wrote it: untrusted, perhaps empty. */
  readonly name: string;
  /** MIME type as the client wrote it, without parameters: untrusted; `text/plain` when it wrote none. */
  readonly type: string;
}

const uploaded = new WeakSet<object>();

/** Makes of a file that has arrived what stands for it in the variables. */
export const uploadedFile = ({
  name,
  type,
  content,
}: Pick<UploadedFile, 'name' | 'type'> & { readonly content: ByteSource }): UploadedFile => {
  const file: UploadedFile = { name, type, size: content.size, stream: () => content.stream() };
  uploaded.add(file);
  return file;
};

/** False for everything that was not made by `uploadedFile`: JSON can look like a file. */
export const isUploadedFile = (value: unknown): value is UploadedFile =>
  typeof value === 'object' && value !== null && uploaded.has(value);
