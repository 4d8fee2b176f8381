import { child, childrenNamed, childText, type XmlElement } from '../../src/ews/xml.ts';
import { message } from '../emulator/elements.ts';
import { askServer } from './ask-server.ts';
import { sealedId } from './journey-of-test.ts';
import type { Journey } from './start.ts';

/** The mailbox of these journeys. */
export const alice = 'alice@example.test';

/** Puts messages with these subjects into alice's inbox; their EWS ids. */
export const deliver = ({ emulator }: Pick<Journey, 'emulator'>, ...subjects: readonly string[]): readonly string[] =>
  subjects.map((subject) =>
    emulator.deliver(alice, 'inbox', {
      element: message({
        't:ItemClass': 'IPM.Note',
        't:Subject': subject,
        't:Importance': 'Normal',
        't:DateTimeReceived': '2026-03-18T09:30:00Z',
        't:IsRead': 'false',
      }),
      attachments: [],
    }),
  );

/** The same as clients hold them. */
export const deliverSealed = (journey: Pick<Journey, 'emulator'>, ...subjects: readonly string[]): readonly string[] =>
  deliver(journey, ...subjects).map((id) => sealedId('Item', alice, id));

/** `Mail 1` to `Mail n`. */
export const subjectsTo = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `Mail ${index + 1}`);

/** Named and tagged properties that these mutations write. */
const extendedPaths = [
  'PropertyTag="0x1090" PropertyType="Integer"',
  'PropertyTag="0x1091" PropertyType="SystemTime"',
  'DistinguishedPropertySetId="Task" PropertyId="33028" PropertyType="SystemTime"',
  'DistinguishedPropertySetId="Task" PropertyId="33029" PropertyType="SystemTime"',
  'DistinguishedPropertySetId="PublicStrings" PropertyName="workmail-graphql/crm" PropertyType="String"',
];

/** An item as the server holds it. */
export interface HeldItem {
  readonly subject: string;
  readonly isRead: string | undefined;
  readonly importance: string | undefined;
  readonly categories: readonly string[];
  /** Flag status, completion, start and due date, and the metadata of `crm`, as far as they are there. */
  readonly extended: readonly string[];
}

const heldItem = (item: XmlElement): HeldItem => ({
  subject: childText(item, 'Subject') ?? '',
  isRead: childText(item, 'IsRead'),
  importance: childText(item, 'Importance'),
  categories: (child(item, 'Categories')?.children ?? []).map(({ text }) => text),
  extended: childrenNamed(item, 'ExtendedProperty').map((property) => childText(property, 'Value') ?? ''),
});

/** What of alice's lies in a folder, `inbox`, under subjects that begin so, in the order of the subjects. */
export const heldIn = async (journey: Journey, folder: string, beginning = 'Mail'): Promise<readonly HeldItem[]> => {
  const paths = extendedPaths.map((path) => `<t:ExtendedFieldURI ${path}/>`).join('');
  const found = await askServer(
    journey,
    'alice',
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:Restriction><t:Contains ContainmentMode="Prefixed" ContainmentComparison="Exact"><t:FieldURI FieldURI="item:Subject"/><t:Constant Value="${beginning}"/></t:Contains></m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderIds></m:FindItem>`,
  );
  const ids = found.map((item) => `<t:ItemId Id="${child(item, 'ItemId')?.attributes['Id'] ?? ''}"/>`);
  if (ids.length === 0) return [];
  const items = await askServer(
    journey,
    'alice',
    `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:AdditionalProperties>${paths}</t:AdditionalProperties></m:ItemShape><m:ItemIds>${ids.join('')}</m:ItemIds></m:GetItem>`,
  );
  return items.map(heldItem).toSorted((a, b) => a.subject.localeCompare(b.subject, 'en', { numeric: true }));
};

/** Subjects of what lies there. */
export const subjectsIn = async (journey: Journey, folder: string): Promise<readonly string[]> =>
  (await heldIn(journey, folder)).map(({ subject }) => subject);

/** A UserError as the documents here select it. */
export interface Failure {
  readonly __typename: string;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly upstreamCode: string | null;
  readonly missingId?: string | null;
  readonly outcomeUnknown?: boolean;
  readonly currentChangeKey?: string | null;
  readonly current?: { readonly id: string; readonly subject?: string | null; readonly isRead?: boolean } | null;
  readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
}

/** What a bulk mutation answers. */
export interface Bulk {
  readonly succeeded: number;
  readonly failed: number;
  readonly results: readonly {
    readonly id: string;
    readonly message?: Readonly<Record<string, unknown>> | null;
    readonly error: Failure | null;
  }[];
  readonly userErrors: readonly Failure[];
}

const failure = `__typename code detail retryable upstreamCode
  ... on ValidationError { fields { path message } }
  ... on NotFoundError { missingId }
  ... on UpstreamError { outcomeUnknown }
  ... on ConflictError { currentChangeKey current { id ... on Message { subject isRead } } }`;

/** Runs a bulk mutation: its name, the name of its input type, the input, and what is shown of each message. */
export const bulk = async (
  journey: Pick<Journey, 'query'>,
  [mutation, inputType]: readonly [string, string],
  input: Readonly<Record<string, unknown>>,
  shown = 'subject',
): Promise<{ readonly bulk: Bulk; readonly operations: readonly string[] }> => {
  const answer = await journey.query<{ readonly bulk: Bulk }>(
    `mutation ($input: ${inputType}!) { bulk: ${mutation}(input: $input) {
      succeeded failed results { id ${shown === '' ? '' : `message { ${shown} }`} error { ${failure} } } userErrors { ${failure} } } }`,
    { input: { mailbox: alice, ...input } },
  );
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return {
    bulk: answer.data.bulk,
    operations: answer.extensions?.upstream?.calls.map(({ operation }) => operation) ?? [],
  };
};

/** What each result says: `ok`, or the code of its error. */
export const codesOf = ({ results }: Bulk): readonly string[] => results.map(({ error }) => error?.code ?? 'ok');
