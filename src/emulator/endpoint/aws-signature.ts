/** Why a request counts as not signed: the name of an AWS error, and its text. */
export interface SignatureProblem {
  readonly type: 'MissingAuthenticationTokenException' | 'IncompleteSignatureException' | 'InvalidSignatureException';
  readonly message: string;
}

/**
 * What AWS says to a request that bears no signature of version 4 for WorkMail; undefined when it bears one. The signature itself is not verified:
 * the emulator knows no secret access keys, and any will do. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export const signatureProblem = (headers: {
  readonly authorization?: string | undefined;
  readonly [name: string]: unknown;
}): SignatureProblem | undefined => {
  const [, list] = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(headers.authorization ?? '') ?? [];
  if (list === undefined) {
    return { type: 'MissingAuthenticationTokenException', message: 'Request is missing Authentication Token' };
  }
  const parts = new Map(list.split(',').map((part) => splitPart(part)));
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => (parts.get(name) ?? '') === '');
  const lacks = missing.map((name) => `Authorization header requires '${name}' parameter.`);
  if (headers['x-amz-date'] === undefined && headers['date'] === undefined) {
    lacks.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (lacks.length > 0) return { type: 'IncompleteSignatureException', message: lacks.join(' ') };
  // The key's id may hold slashes itself; the scope may not.
  const [, service] = /\/\d{8}\/[a-z0-9-]+\/([a-z0-9-]+)\/aws4_request$/.exec(parts.get('Credential') ?? '') ?? [];
  if (service === 'workmail') return undefined;
  return { type: 'InvalidSignatureException', message: "Credential should be scoped to correct service: 'workmail'." };
};

const splitPart = (part: string): readonly [string, string] => {
  const [name = '', ...value] = part.trim().split('=');
  return [name, value.join('=')];
};
