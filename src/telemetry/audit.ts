import type { MailboxAddress } from '../ews/properties/id.ts';

/** Who asked for what the audit is about, and in which request. */
export interface AuditedRequest {
  /** The gateway's own id; the server gets it too, in `client-request-id` and User-Agent. */
  readonly requestId: string;
  /** The way in: the GraphQL endpoint, one of the downloads, where mail servers send what happens, or the figures of the gateway. */
  readonly route: 'graphql' | 'attachments' | 'mime' | 'notifications' | 'metrics';
  /** Undefined: nobody could be made of the credentials. */
  readonly caller: { readonly kind: string; readonly subject: string } | undefined;
  /** Name of the GraphQL operation that is running, if it has one. */
  readonly operation?: () => string | undefined;
}

/** What a request to EWS named. */
export interface AuditedSubject {
  readonly kind: AuditedThing | 'WellKnownFolder' | 'Mailbox';
  /** An id of EWS, the name of a well-known folder, or the address of somebody else's mailbox. */
  readonly id: string;
}

/** What the mail server has ids for. */
export type AuditedThing = 'Item' | 'Folder' | 'Attachment' | 'Rule' | 'ExportJob';

/** One request that went to EWS, once or, after a failure that may pass, more often. */
export interface MailboxAccess {
  /** EWS's own name: `GetItem`. */
  readonly operation: string;
  readonly access: 'read' | 'write';
  readonly mailbox: MailboxAddress;
  /** Ids in the request. */
  readonly keys: number;
  readonly subjects: readonly AuditedSubject[];
  /**
   * Whether mail is sent (MessageDisposition, in EWS's words), who is told of a change to a calendar, under which address where that is not the mailbox's
   * own, and whether a rule is written that will send mail on.
   */
  readonly sending?: {
    readonly disposition?: string;
    readonly notices?: string;
    readonly from?: string;
    readonly forwards?: true;
  };
  /** Items, folders, attachments or names in the answer; undefined for a stream. */
  readonly answered: number | undefined;
  /** How often it was sent until it was answered, or given up. */
  readonly attempts: number;
  readonly outcome: string;
}

/** That a caller listens to a mailbox: what is read for all who do stands in the audit under one of them, and each of them is told what came of it. */
export interface MailboxListening {
  readonly mailbox: MailboxAddress;
  readonly state: 'begun' | 'ended';
  /** Events that it has been told so far. */
  readonly told: number;
}

/** That a caller let WorkMail export a mailbox, or stop it. */
export interface MailboxExporting {
  /** AWS's own name of the action, as CloudTrail has it. */
  readonly action: 'StartMailboxExportJob' | 'CancelMailboxExportJob';
  readonly mailbox: MailboxAddress;
  /** AWS's id of the job; absent where none was begun. */
  readonly jobId?: string | undefined;
  /** Where the mailbox goes. */
  readonly bucket?: string | undefined;
  readonly outcome: string;
}

/** Something that a caller was not given. */
export type Refusal =
  | {
      /** No credentials, bad ones, or none that could be examined. */
      readonly reason: 'UNAUTHENTICATED';
      readonly failure: string;
    }
  | {
      /** The mailbox is missing or not this caller's to open. */
      readonly reason: 'NOT_FOUND';
      /** As it was asked for. */
      readonly mailbox: string;
    }
  | {
      /** The caller may open the mailbox, and lacks the permission for this. */
      readonly reason: 'FORBIDDEN';
      /** Undefined: a permission on the gateway itself. */
      readonly mailbox: string | undefined;
      /** Any of these would have done. */
      readonly permissions: readonly string[];
      /** Coordinate in the schema (`Message.body`), or the route of a download. */
      readonly field: string;
    }
  | {
      /** The operation costs more than one may, or more than its caller has left. */
      readonly reason: 'QUERY_TOO_EXPENSIVE' | 'RATE_LIMITED';
    }
  | {
      /** The caller is held to persisted operations, and this is none. */
      readonly reason: 'NOT_PERSISTED';
    }
  | {
      /** A download link that has expired or is not of this gateway. */
      readonly reason: 'BAD_LINK';
    }
  | {
      /** A notification to an address that is not of this gateway. */
      readonly reason: 'BAD_PUSH';
      /** How many have come since the last such line: there is one a minute at most. */
      readonly count: number;
    }
  | {
      /** An id that is not of this gateway. */
      readonly reason: 'BAD_ID';
    }
  | {
      /** An id of one mailbox, used in another. */
      readonly reason: 'FOREIGN_ID';
      /** The one that the id is of. */
      readonly mailbox: string;
    };

/** The record of one HTTP request. */
export interface RequestAudit {
  readonly access: (access: MailboxAccess) => void;
  readonly refusal: (refusal: Refusal) => void;
  /** Told twice: a listener may hear for hours of what was read in another's name, or in nobody's because nothing was asked for. */
  readonly listening: (listening: MailboxListening) => void;
  readonly exporting: (exporting: MailboxExporting) => void;
}

/** Makes the records of requests. */
export type Audit = (request: AuditedRequest) => RequestAudit;

/** What is written, one JSON line each. */
export type AuditLine = Readonly<Record<string, unknown>>;

/** The longest text of a client in a line, characters: an address has at most 320. */
const maxTextLength = 320;
const maxNameLength = 100;

const roles = { read: 'READ_ONLY', write: 'FULL_ACCESS' } as const;

const cut = (text: string, length: number): string => text.slice(0, length);

const describeRequest = ({ requestId, route, caller, operation }: AuditedRequest): AuditLine => {
  const name = operation?.();
  return {
    caller: caller === undefined ? null : { kind: caller.kind, subject: cut(caller.subject, maxTextLength) },
    ...(name === undefined ? {} : { graphqlOperation: cut(name, maxNameLength) }),
    route,
    requestId,
  };
};

/**
 * Records every access to a mailbox (one line per request to EWS, failed ones and those whose answer nobody waited for included; `attempts` tells of one that was sent more than once), every refusal, and
 * when somebody began and ceased to listen, or let WorkMail export a mailbox and where to. A line tells who, where, under which role, which ids and how many, whose time was asked about, whether mail
 * was sent and under which address, and how it ended; never a subject, a body, a file name, a search text, a token, or an id of EWS.
 *
 * - `write`: takes the lines; undefined: nobody keeps an audit, and nothing is sealed for it.
 * - `idsOf`: every text under which clients may know a thing, so that the records can be searched for what a client shows.
 */
export const createAudit = ({
  write,
  idsOf,
  now,
}: {
  readonly write: ((line: AuditLine) => void) | undefined;
  readonly idsOf: (kind: AuditedThing, mailbox: MailboxAddress, serverId: string) => readonly string[];
  readonly now: () => Date;
}): Audit => {
  if (write === undefined)
    return () => ({
      access: () => undefined,
      refusal: () => undefined,
      listening: () => undefined,
      exporting: () => undefined,
    });
  return (request) => ({
    access: ({ operation, access, mailbox, keys, subjects, sending = {}, answered, attempts, outcome }) => {
      const ids = subjects.flatMap(({ kind, id }) =>
        kind === 'WellKnownFolder' || kind === 'Mailbox' ? [] : idsOf(kind, mailbox, id),
      );
      const named = (wanted: AuditedSubject['kind']): readonly string[] =>
        subjects.flatMap(({ kind, id }) => (kind === wanted ? [cut(id, maxTextLength)] : []));
      const [folders, timesOf] = [named('WellKnownFolder'), named('Mailbox')];
      write({
        audit: 'access',
        at: now().toISOString(),
        mailbox,
        role: roles[access],
        operation,
        ...(sending.disposition === undefined ? {} : { disposition: sending.disposition }),
        ...(sending.notices === undefined ? {} : { notices: sending.notices }),
        ...(sending.from === undefined ? {} : { from: cut(sending.from, maxTextLength) }),
        ...(sending.forwards === undefined ? {} : { forwards: true }),
        asked: keys,
        ...(answered === undefined ? {} : { answered }),
        ...(attempts === 1 ? {} : { attempts }),
        ids,
        ...(folders.length === 0 ? {} : { folders }),
        ...(timesOf.length === 0 ? {} : { timesOf }),
        outcome,
        ...describeRequest(request),
      });
    },
    listening: (listening) =>
      write({ audit: 'listening', at: now().toISOString(), ...listening, ...describeRequest(request) }),
    exporting: ({ jobId, ...exporting }) =>
      write({
        audit: 'export',
        at: now().toISOString(),
        ...exporting,
        ids: jobId === undefined ? [] : idsOf('ExportJob', exporting.mailbox, jobId),
        ...describeRequest(request),
      }),
    refusal: (refusal) => {
      write({
        audit: 'refusal',
        at: now().toISOString(),
        ...refusal,
        ...('mailbox' in refusal && refusal.mailbox !== undefined
          ? { mailbox: cut(refusal.mailbox, maxTextLength) }
          : {}),
        ...describeRequest(request),
      });
    },
  });
};
