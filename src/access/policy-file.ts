import { z } from 'zod';
import { mailboxAddress, type MailboxAddress } from '../ews/properties/id.ts';
import type { ApiKey } from './api-keys.ts';
import { permissions, type Permission } from './caller.ts';

/** Whom a grant is for. Subjects, claims and `everyone` are callers with a token; only `apiKey` means callers with an API key. */
export type Grantee =
  | { readonly subject: string }
  | { readonly apiKey: string }
  | { readonly claim: string; readonly is: string }
  | { readonly everyone: true };

/** Which mailboxes a grant is over: one, all of a domain (not of those below it), or the caller's own. */
export type MailboxPattern = { readonly address: MailboxAddress } | { readonly domain: string } | 'own';

/** One thing that the operator allows. Grants add up; none takes away. */
export interface Grant {
  readonly to: Grantee;
  /** Empty only for grants of ADMIN alone. */
  readonly mailboxes: readonly MailboxPattern[];
  readonly permissions: readonly Permission[];
}

/** What a policy file says. Whatever it does not say is refused. */
export interface PolicyFile {
  readonly apiKeys: readonly ApiKey[];
  readonly grants: readonly Grant[];
}

/** What the file is read against. */
export interface PolicySetting {
  /** Whether callers can own a mailbox at all: without, a grant over `own` would mean nothing. */
  readonly hasMailboxClaim: boolean;
}

/**
 * Reads a policy file: strict JSON, where an unknown key is a mistake. Either what it says or every mistake at once, each with its place in the
 * file (`grants[2].permissions[0]`) and never with a value that stands there.
 */
export const readPolicyFile = (
  text: string,
  setting: PolicySetting,
): { readonly policy: PolicyFile } | { readonly problems: readonly string[] } => {
  const json = readJson(text);
  if ('problem' in json) return { problems: [json.problem] };
  if (!isObject(json.value)) return { problems: ['must be an object with apiKeys and grants'] };
  const { apiKeys: givenKeys, grants: givenGrants, ...unknown } = json.value;
  const problems = Object.keys(unknown).map((key) => `${key}: is not known here`);
  /** What the schema makes of the value; undefined when it is wrong, which is then told. */
  const checked = <Value>(schema: z.ZodType<Value>, value: unknown, at: Place): Value | undefined => {
    const result = schema.safeParse(value);
    if (!result.success) problems.push(...problemsIn(result.error, at));
    return result.data;
  };

  const keys = Object.entries(checked(keysSchema, givenKeys, ['apiKeys']) ?? {});
  const apiKeys = keys.flatMap(([name, value], index) => {
    const at = ['apiKeys', namePattern.test(name) ? name : index];
    if (!namePattern.test(name)) problems.push(`${placeOf(at)}: the name ${nameRule}`);
    const key = checked(apiKeySchema, value, at);
    return key === undefined ? [] : [{ name, sha256: key.sha256, expiresAtMs: key.expires }];
  });
  problems.push(...sameKeys(apiKeys));

  const names = new Set(keys.map(([name]) => name));
  const grants = (checked(grantsSchema, givenGrants, ['grants']) ?? []).flatMap((value, index) => {
    const at = ['grants', index];
    const grant = checked(grantSchema, value, at);
    const rest = problemsOfGrant(grant ?? goodPartsOf(value), names, setting);
    problems.push(...rest.map((problem) => `${placeOf(at)}${problem}`));
    return grant === undefined ? [] : [grant];
  });
  return problems.length > 0 ? { problems } : { policy: { apiKeys, grants } };
};

/** The message for what is no such object; keys that do not belong there are told one by one. */
const strictly = (message: string) => ({
  error: ({ code }: { readonly code?: string }): string | undefined =>
    code === 'unrecognized_keys' ? undefined : message,
});

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/;
const nameRule = 'must be 1 to 50 letters, digits, dots, hyphens and underscores, and begin with a letter or digit';

const text = (pattern: RegExp, message: string) => z.string({ error: message }).regex(pattern, { error: message });

// oxlint-disable-next-line no-control-regex
const nonEmpty = text(/^[^\u0000-\u001F\u007F]{1,255}$/, 'must be a text of 1 to 255 characters');

const keysSchema = z
  .record(z.string(), z.unknown(), { error: 'must be an object: names of keys with what is known of them' })
  .default({});

const grantsSchema = z.array(z.unknown(), { error: 'must be a list of grants; an empty one allows nobody anything' });

const apiKeySchema = z.strictObject(
  {
    sha256: text(/^[0-9a-f]{64}$/i, 'must be the SHA-256 of the key: 64 hexadecimal digits').toLowerCase(),
    expires: z.iso
      .datetime({ offset: true, error: 'must be an instant such as 2027-01-31T00:00:00Z' })
      .transform((instant) => Date.parse(instant))
      .optional(),
  },
  strictly('must be an object with sha256'),
);

const granteeRule = 'must be one of {"subject": …}, {"apiKey": …}, {"claim": …, "is": …} and {"everyone": true}';
const grantee = z.union(
  [
    z.strictObject({ subject: nonEmpty }),
    z.strictObject({ apiKey: nonEmpty }),
    z.strictObject({ claim: nonEmpty, is: nonEmpty }),
    z.strictObject({ everyone: z.literal(true) }),
  ],
  { error: granteeRule },
);

const mailboxRule = 'must be an address, *@ and a domain, or own';
const mailboxPattern = z.string({ error: mailboxRule }).transform((value, context): MailboxPattern => {
  if (value === 'own') return 'own';
  const isDomain = value.startsWith('*@');
  const address = mailboxAddress(isDomain ? `x${value.slice(1)}` : value);
  // A star anywhere else would look as if it stood for something.
  if (address !== undefined && !address.includes('*')) return isDomain ? { domain: address.slice(2) } : { address };
  context.addIssue({ code: 'custom', message: mailboxRule });
  return z.NEVER;
});

const grantSchema = z.strictObject(
  {
    description: z.string({ error: 'must be a text' }).optional(),
    to: grantee,
    mailboxes: z
      .array(mailboxPattern, { error: 'must be a list of mailboxes' })
      .min(1, { error: 'must name at least one mailbox' })
      .optional()
      .transform((patterns) => patterns ?? []),
    permissions: z
      .array(z.enum(permissions, { error: `must be one of ${permissions.join(', ')}` }), {
        error: 'must be a list of permissions',
      })
      .min(1, { error: 'must hold at least one permission' }),
  },
  strictly('must be an object with to, mailboxes and permissions'),
);

type Place = readonly (string | number)[];

/** `grants[2].permissions[0]`, as a person would point at it. */
const placeOf = (path: Place): string =>
  path.reduce<string>(
    (place, part) => (typeof part === 'number' ? `${place}[${part}]` : place === '' ? part : `${place}.${part}`),
    '',
  );

const problemsIn = (error: z.ZodError, at: Place): readonly string[] =>
  error.issues.flatMap((issue) => {
    const path = [...at, ...issue.path.map((part) => (typeof part === 'symbol' ? '' : part))];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${placeOf([...path, key])}: is not known here`);
    return [`${placeOf(path)}: ${issue.message}`];
  });

const sameKeys = (keys: readonly ApiKey[]): readonly string[] => {
  const first = new Map<string, string>();
  return keys.flatMap(({ name, sha256 }) => {
    const other = first.get(sha256);
    if (other === undefined) first.set(sha256, name);
    return other === undefined ? [] : [`apiKeys.${name}.sha256: is the key of ${other} too`];
  });
};

/** So that one mistake in a grant hides no other. */
const goodPartsOf = (value: unknown): Partial<Grant> => {
  const { to, mailboxes, permissions: allowed } = isObject(value) ? value : {};
  const { shape } = grantSchema;
  return {
    to: shape.to.safeParse(to).data,
    mailboxes: shape.mailboxes.safeParse(mailboxes).data,
    permissions: shape.permissions.safeParse(allowed).data,
  };
};

/** What no part of a grant shows on its own; each begins with the rest of its place. */
const problemsOfGrant = (
  { to, mailboxes, permissions: allowed = [] }: Partial<Grant>,
  keys: ReadonlySet<string>,
  { hasMailboxClaim }: PolicySetting,
): readonly string[] => {
  const problems: string[] = [];
  const isForKey = to !== undefined && 'apiKey' in to;
  if (isForKey && !keys.has(to.apiKey)) problems.push('.to.apiKey: is none of apiKeys');
  if (mailboxes?.length === 0 && allowed.some((permission) => permission !== 'ADMIN'))
    problems.push('.mailboxes: may be left out only where ADMIN is the only permission');
  mailboxes?.forEach((pattern, index) => {
    if (pattern !== 'own') return;
    if (isForKey) problems.push(`.mailboxes[${index}]: an API key has no mailbox of its own`);
    else if (!hasMailboxClaim)
      problems.push(`.mailboxes[${index}]: nobody has a mailbox of their own while AUTH_MAILBOX_CLAIM is not set`);
  });
  return problems;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readJson = (text: string): { readonly value: unknown } | { readonly problem: string } => {
  // Some editors begin a file with a byte order mark.
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return { value: JSON.parse(json) };
  } catch (error) {
    // The rest of the message quotes the file.
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    if (position === undefined) return { problem: 'is not JSON' };
    const before = json.slice(0, Number(position)).split('\n');
    return { problem: `is not JSON (line ${before.length}, column ${(before.at(-1) ?? '').length + 1})` };
  }
};
