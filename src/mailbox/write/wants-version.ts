import type { EwsError } from '../../ews/errors.ts';

const codes: ReadonlySet<string | undefined> = new Set([
  'ErrorIrresolvableConflict',
  'ErrorStaleObject',
  'ErrorInvalidChangeKey',
  'ErrorChangeKeyRequired',
  'ErrorChangeKeyRequiredForWriteOperations',
]);

/** Whether a server refused a write because the item is not of the version that it was told, or because it was told none. */
export const wantsVersion = ({ responseCode }: EwsError): boolean => codes.has(responseCode);
