import { challenges, type Access, type AuthenticationFailure } from '../access/access.ts';
import type { Spending } from '../access/budget.ts';
import type { Caller, Permission } from '../access/caller.ts';
import type { GlobalId } from '../global-id.ts';
import { decodeGlobalId } from '../global-id.ts';
import type { OpenedMailbox, OpenMailbox } from '../mailbox/open-mailbox.ts';
import type { Sealer } from '../sealer.ts';
import type { LinkRoute, Links } from '../signed-link.ts';
import type { Audit, RequestAudit } from '../telemetry/audit.ts';
import { contentDisposition } from './content-disposition.ts';
import { deadlineIn, deadlineRule } from './deadline.ts';
import { urgencyOf } from './priority.ts';
import { missing, problem, tooMany, upstreamProblem } from './problem.ts';
import type { Route, RouteAnswer, RouteRequest } from './route.ts';
import { safeContentType } from './safe-content-type.ts';

/** What a download needs to find out who asks, and for what. */
export interface DownloadServices {
  readonly sealer: Sealer;
  readonly links: Links;
  readonly access: Access;
  readonly openMailbox: OpenMailbox;
  /** Takes the price of a download from its caller's budget. */
  readonly spend: (caller: Caller) => Promise<Spending>;
  /** Told of every EWS call and of every refusal. */
  readonly audit: Audit;
  /** Told why a download is refused when neither its client nor a missing file is the cause; the client learns the status only. */
  readonly onFailure: (error: unknown, route: LinkRoute) => void;
  /** Milliseconds that never jump, of the EWS client. */
  readonly nowMs: () => number;
}

/** A file on its way: the bytes are read from the mail server as the client takes them. */
export interface Download {
  readonly name: string;
  readonly contentType: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** The caller may open the mailbox, but not this in it; one of these permissions would do. */
export interface NotPermitted {
  readonly needs: readonly Permission[];
}

/** What of these permissions, which are all needed, is lacking first; undefined when nothing is. */
export const notPermitted = (
  { may }: Pick<OpenedMailbox, 'may'>,
  permissions: readonly Permission[],
): NotPermitted | undefined => {
  const lacking = permissions.find((permission) => !may([permission]));
  return lacking === undefined ? undefined : { needs: [lacking] };
};

/** Finds one kind of download. Undefined: there is none of this id. What is not permitted costs no more calls than are needed to know. Throws EwsError. */
export type FindDownload = (mailbox: OpenedMailbox, id: GlobalId) => Promise<Download | NotPermitted | undefined>;

/** Downloads are streamed: nothing is held for them. */
const holdMemory = (): undefined => undefined;

/** Images that a browser may show by itself; SVG is a document with scripts. */
const inlineTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

const headersOf = ({ name, contentType }: Download, wantsInline: boolean): Record<string, string> => {
  const type = safeContentType(contentType);
  const inline = wantsInline && inlineTypes.has(type.toLowerCase());
  return {
    'content-type': type,
    'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', name),
    'x-content-type-options': 'nosniff',
    // Whatever a browser makes of it, it runs no script, loads nothing and has no origin.
    'content-security-policy': "default-src 'none'; sandbox",
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-store',
  };
};

/** The id in the path; the last segment, sealed text has no slash. */
const idOf = (url: URL, route: LinkRoute): string => url.pathname.slice(`/${route}/`.length);

const unauthenticated = (failure: AuthenticationFailure): RouteAnswer =>
  failure === 'unavailable'
    ? problem(503, 'Credentials cannot be examined at the moment')
    : problem(401, 'Send an Authorization header, or use a link', { 'www-authenticate': challenges[failure] });

const callerOf = async (
  { links, access }: DownloadServices,
  route: LinkRoute,
  { request, url }: RouteRequest,
  { refusal }: RequestAudit,
): Promise<Caller | RouteAnswer> => {
  const token = url.searchParams.get('link');
  if (token === null) {
    const authentication = await access.authenticate(request);
    if ('caller' in authentication) return authentication.caller;
    refusal({ reason: 'UNAUTHENTICATED', failure: authentication.failure });
    return unauthenticated(authentication.failure);
  }
  const caller = links.open({ route, id: idOf(url, route), token });
  if (caller !== undefined) return caller;
  refusal({ reason: 'BAD_LINK' });
  return problem(403, 'The link has expired or was made for another download');
};

/**
 * A route that streams files: `/<route>/<global id>`, by a signed link (`?link=`) or the same Authorization header as GraphQL. `?inline=1` lets a
 * browser show a PNG, JPEG, GIF or WebP; everything else is a download. The size is unknown before the last byte (EWS tells the size of the stored
 * attachment, not of the file), so there is no Content-Length. HEAD answers the headers and ends the call.
 */
export const downloadRoute = (route: LinkRoute, services: DownloadServices, find: FindDownload): Route => ({
  path: `/${route}/`,
  methods: ['GET', 'HEAD'],
  handle: async (received) => {
    const { requestId } = received;
    const arrivedMs = services.nowMs();
    const caller = await callerOf(services, route, received, services.audit({ requestId, route, caller: undefined }));
    if ('status' in caller) return caller;
    const audit = services.audit({ requestId, route, caller });
    const id = decodeGlobalId(services.sealer, idOf(received.url, route));
    if (id === undefined) {
      audit.refusal({ reason: 'BAD_ID' });
      return problem(400, 'The path does not end in an id of this gateway');
    }
    const deadlineMs = deadlineIn(received.request.headers);
    if (deadlineMs === 'malformed') return problem(400, deadlineRule);
    const spending = await services.spend(caller);
    if ('retryAfterMs' in spending) {
      audit.refusal({ reason: 'RATE_LIMITED' });
      return tooMany(spending.retryAfterMs);
    }
    const left = new AbortController();
    const scope = {
      requestId,
      signal: AbortSignal.any([received.signal, left.signal]),
      onCall: audit.access,
      holdMemory,
      dueMs: deadlineMs === undefined ? undefined : arrivedMs + deadlineMs,
      // A file streams in its own time; what is looked up before it is what its client waits for.
      urgency: urgencyOf(received.request.headers.get('priority')),
    };
    try {
      const mailbox = await services.openMailbox(caller, id.mailbox, scope);
      if (mailbox === undefined) audit.refusal({ reason: 'NOT_FOUND', mailbox: id.mailbox });
      const download = mailbox && (await find(mailbox, id));
      if (download === undefined) return missing();
      if ('needs' in download) {
        const { needs } = download;
        audit.refusal({ reason: 'FORBIDDEN', mailbox: id.mailbox, permissions: needs, field: `/${route}/` });
        return problem(403, `This needs ${needs.join(' or ')} on this mailbox`);
      }
      const headers = headersOf(download, received.url.searchParams.get('inline') === '1');
      if (received.request.method === 'HEAD') {
        left.abort();
        return { status: 200, headers };
      }
      return { status: 200, headers, body: download.content };
    } catch (error) {
      left.abort();
      const answer = upstreamProblem(error);
      if (answer === undefined) throw error;
      if (answer.status !== 404 && !received.signal.aborted) services.onFailure(error, route);
      return answer;
    }
  },
});
