import { z } from 'zod';

/** The shortest secret that seals ids, bytes. */
export const secretBytes = 32;

/** Host names that reach nobody but this machine. */
export const loopbackHosts = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** A text that `read` understands; where it gives undefined the problem is told as `message`, which never repeats the value. */
export const checked = <Value>(read: (value: string) => Value | undefined, message: string) =>
  z.string().transform((value, context) => {
    const result = read(value);
    if (result !== undefined) return result;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** A text of this form. */
export const text = (pattern: RegExp, message: string) =>
  checked((value) => (pattern.test(value) ? value : undefined), message);

/** The address of a service that gets secrets: https, or on this machine. */
export const endpoint = checked((value) => {
  const url = parseUrl(value);
  if (url === undefined || url.username !== '' || url.password !== '') return undefined;
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.test(url.hostname)) ? url : undefined;
}, 'must be an https address without user name (http only for loopback)');

/** An origin that clients see, without a path. */
export const origin = checked((value) => {
  const url = parseUrl(value);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` ? url : undefined;
}, 'must be an origin such as https://mail-api.example.com');

/** Bytes that nobody can guess, in base64 with or without its padding. */
export const secret = checked((value) => {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length >= secretBytes && bytes.toString('base64').replace(/=+$/, '') === value.replace(/=+$/, '')
    ? new Uint8Array(bytes)
    : undefined;
}, `must be base64 of ${secretBytes} bytes or more, e.g. from: openssl rand -base64 ${secretBytes}`);

/** The path of a file. */
export const file = text(/^[^\0]{1,4096}$/, 'must be the path of a file');

/** Yes or no. */
export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');

/** A whole number; both ends are allowed. */
export const whole = (min: number, max: number, message: string) =>
  checked(
    (value) => (/^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined),
    message,
  );

/** A TCP port; 0 lets the system choose. */
export const port = whole(0, 65_535, 'must be a whole number from 0 to 65535');

/** Where spans are sent: a collector beside the gateway speaks http. */
export const collector = checked((value) => {
  const url = parseUrl(value);
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined;
}, 'must be an http or https address');

/** What stands between commas, each part on its own. */
export const list = (isPart: RegExp | ((part: string) => boolean), message: string) =>
  checked((value): readonly string[] | undefined => {
    const parts = value.split(',').map((part) => part.trim());
    return parts.every((part) => (isPart instanceof RegExp ? isPart.test(part) : isPart(part))) ? parts : undefined;
  }, message);

/** Origins as a browser writes them in the Origin header: no path, no slash at the end, no default port. */
export const origins = list((part) => {
  const url = parseUrl(part);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === part && !part.includes('*');
}, 'must be origins such as https://mail.example.com with commas between them');

/** Where Redis is. Without parameters, which would be settings of the library. */
export const redisUrl = checked(
  (value) => (isRedisUrl(value) ? new URL(value) : undefined),
  'must be redis://host:port or rediss://host:port, with user:password@ before and /database behind where needed',
);

const isRedisUrl = (value: string): boolean => {
  const url = parseUrl(value);
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === '') return false;
  return /^(\/\d{0,4})?$/.test(url.pathname) && url.search === '' && url.hash === '' && canDecode(url);
};

const canDecode = ({ username, password }: URL): boolean => {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
};

const parseUrl = (value: string): URL | undefined => (URL.canParse(value) ? new URL(value) : undefined);
