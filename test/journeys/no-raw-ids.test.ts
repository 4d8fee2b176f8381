import { getNamedType, isAbstractType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import { readEntryId } from '../../src/emulator/store/entry-id.ts';
import { schema } from '../../src/graphql/schema.ts';
import { accessOf, address, callerNamed, rulesOf } from '../access.ts';
import { formIn, formsOf } from './canaries.ts';
import { ewsIdIn } from './journey-of-test.ts';
import { startJourney } from './start.ts';

/*
 * Raw ids of WorkMail hold the organisation's id and the user's GUID, so whoever finds neither of them, in any form, has found no raw id either.
 */

const alice = 'alice@example.test';
/** Everything but ADMIN, which is shown the organisation's id on purpose. */
const access = accessOf(
  callerNamed('alice', { mailbox: address(alice) }),
  rulesOf(permissions.filter((permission) => permission !== 'ADMIN')),
);
const journey = await startJourney({ access, config: { costLimit: 1e12, costPerMinute: 2e9 } });
afterAll(() => journey.close());

const givens: Readonly<Record<string, string>> = {
  window: '{ start: "2026-03-16T00:00:00Z", end: "2026-03-23T00:00:00Z" }',
  namespace: '"crm"',
};

/** Each field of a type with everything below it, so many levels down; fields of the members of interfaces and unions are renamed, so that they merge. */
const selections = (typeName: string, levels: number, prefix = ''): readonly string[] => {
  const type = schema.getType(typeName);
  if (isAbstractType(type))
    return schema
      .getPossibleTypes(type)
      .map(({ name }) => `... on ${name} { ${selections(name, levels, `${name}_`).join(' ')} }`);
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const required = field.args.filter(isRequiredArgument).map(({ name }) => name);
    if (required.some((name) => givens[name] === undefined) || field.name === 'base64') return [];
    const args = required.map((name) => `${name}: ${givens[name] ?? ''}`).join(', ');
    const call = `${prefix === '' ? '' : `${prefix}${field.name}: `}${field.name}${args === '' ? '' : `(${args})`}`;
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [call];
    return levels === 0 ? [] : [`${call} { __typename ${selections(named.name, levels - 1).join(' ')} }`];
  });
};

const idsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    /(^|_)id$/.test(key) && typeof inner === 'string' ? [inner] : idsIn(inner),
  );
};

test('no answer holds a raw id of EWS, the id of the organisation or that of a user', { timeout: 60_000 }, async () => {
  const forged = 'AAMkADForgedItemId';
  const inMailbox = (selection: string): string => `{ mailbox(address: "${alice}") { id ${selection} } }`;
  const documents = [
    ...selections('Message', 1).map((field) =>
      inMailbox(`messages(first: 20, filter: { hasAttachments: true }) { edges { cursor node { id ${field} } } }`),
    ),
    ...selections('CalendarEvent', 1).map((field) =>
      inMailbox(`agenda(window: ${givens['window'] ?? ''}, first: 30) { edges { cursor node { id ${field} } } }`),
    ),
    ...selections('Folder', 1).map((field) => inMailbox(`folders(kinds: null) { id ${field} }`)),
    ...selections('Mailbox', 1).map(inMailbox),
    ...selections('Viewer', 1).map((field) => `{ viewer { ${field} } }`),
    ...selections('GatewayInfo', 1).map((field) => `{ gateway { ${field} } }`),
    `{ mailboxes { edges { cursor node { id address } } } resolveNames(query: "a") { ${selections('DirectoryEntry', 1).join(' ')} } }`,
    // What goes wrong tells nothing more.
    `{ node(id: "${forged}") { id } nodes(ids: ["${forged}"]) { id } mailbox(address: "vault@example.test") { id } }`,
  ];
  const answers = [];
  for (const document of documents) answers.push(await journey.query(document));
  const codes = answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code));
  // ADMIN is not given, and the vault not open; nothing else went wrong, or little would have been looked at.
  expect(new Set(codes)).toEqual(new Set(['FORBIDDEN', 'BAD_USER_INPUT', 'NOT_FOUND']));
  expect(codes).toHaveLength(4);

  const ids = answers.flatMap(({ data }) => idsIn(data));
  expect(new Set(ids).size).toBeGreaterThan(80);
  const raw = [...new Set(ids.map(ewsIdIn).filter((id) => !id.includes('@')))];
  const owners = raw.flatMap((id) => (id.startsWith('[') ? [] : [readEntryId(id).directoryId]));
  expect(new Set(owners).size).toBeGreaterThan(0);
  const { organizationId } = journey.emulator;
  const guids = [organizationId.slice('m-'.length), ...new Set(owners)];
  const forms = guids.flatMap((guid) => [
    ...formsOf(guid),
    ...formsOf(Buffer.from(guid.replaceAll('-', ''), 'hex')).filter((form) => !form.includes('\u{fffd}')),
  ]);
  const pieces = raw.flatMap((id) => (id.startsWith('[') ? (JSON.parse(id) as readonly string[]) : [id]));
  const shown = answers.map((answer) => JSON.stringify(answer)).join('\n');

  // An id that was not sealed would be found: it holds both.
  expect(formIn(raw[0]!, forms) ?? formIn(raw.at(-1)!, forms)).toBeDefined();
  expect(formIn(shown, forms)).toBeUndefined();
  for (const piece of pieces.filter((text) => /^[\w+/=]{20,}$/.test(text ?? ''))) expect(shown).not.toContain(piece);
});
