import type { ByteSource } from '../../ews/byte-source.ts';

/** A file that came with the request. */
export interface UploadedFile extends ByteSource {
  /** As the client wrote it: untrusted, perhaps empty. */
  readonly name: string;
  /** MIME type as the client wrote it: untrusted, perhaps empty. */
  readonly type: string;
}
