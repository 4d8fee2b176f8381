import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

/** Writes JSON lines: `logger.info({ fields }, 'what happened')`. An error goes under the key `err`. */
export type Logger = PinoLogger;

/** Never written, at any of the depths that our own log calls have. */
const secretKeys = [
  'authorization',
  'cookie',
  'token',
  'password',
  'secret',
  'previousSecret',
  'secretAccessKey',
  'link',
  'body',
];
const redactedPaths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** Credentials and ids that libraries put into the text of their errors, where redaction by key does not see them. */
const secretsInText: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[^\s"',;]+/gi, '$1 [redacted]'],
  [/\barn:aws[\w-]*:[^\s"',;]+/gi, '[arn]'],
  [/\bm-[0-9a-f]{32}\b/g, '[organization]'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '[access key]'],
  [/([?&]link=)[^\s"'&]+/g, '$1[redacted]'],
  [/[A-Za-z0-9+/_-]{40,}={0,2}/g, '[redacted]'],
];

/** The text without tokens, ARNs, organisation ids, access keys, links and long opaque ids. */
export const scrub = (text: string): string =>
  secretsInText.reduce((scrubbed, [pattern, replacement]) => scrubbed.replace(pattern, replacement), text);

const deepestCause = 5;
const shownFields = ['code', 'kind', 'status', 'responseCode', 'retryAfterMs'] as const;

/**
 * What a log line says about an error: name, scrubbed message, our own fields, where it was thrown, its causes. Nothing else that a library hung on
 * it: headers, sockets and bodies stay out.
 */
export const describeError = (error: unknown, depth = 0): unknown => {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)) };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const fields = shownFields.flatMap((field) => {
    const value: unknown = Reflect.get(error, field);
    return typeof value === 'string' || typeof value === 'number'
      ? [[field, typeof value === 'string' ? scrub(value) : value]]
      : [];
  });
  return {
    type: error.name,
    message: scrub(error.message),
    ...Object.fromEntries(fields),
    ...(frames === undefined ? {} : { stack: frames.map((line) => line.trim()) }),
    ...(error.cause === undefined || depth >= deepestCause ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
};

/** How long a line may wait for others to be written with, milliseconds, and for how many bytes of them. */
const gathering = { periodicFlush: 100, minLength: 4_096 };

/**
 * Standard output, for everything that writes lines there: one stream keeps them whole. Lines go out together, 4 KB of them or what a tenth of a second
 * has brought, without anybody waiting for the reader; and at the end of the process, after an uncaught failure too. Who kills it loses those lines.
 */
export const standardOutput = (): DestinationStream => pino.destination({ dest: 1, ...gathering });

/** A logger that redacts by key and scrubs errors. `destination`: standard output unless a test looks on. */
export const createLogger = (level: string, destination?: DestinationStream): Logger => {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redactedPaths, censor: '[redacted]' },
    serializers: { err: (error: unknown) => describeError(error) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
};
