import { readFileSync } from 'node:fs';
import { createClient } from 'graphql-sse';
import {
  buildSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { Block } from './block.ts';
import { differences, filled, filledText } from './notation.ts';
import type { PageRun } from './page-run.ts';

/** The schema as clients read it. */
export const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

/** How long an event may take to come. Only a failure waits that long. */
const eventPatienceMs = 60_000;

/** Executes an operation; a subscription is listened to until the page is over. */
export const runGraphql = async (run: PageRun, block: Block, next: Block | undefined): Promise<void> => {
  const query = filledText(block.code, run.names);
  const document = parse(query, { noLocation: true });
  const operation = onlyOperation(document);
  const mistakes = validate(schema, document);
  if (mistakes.length > 0) throw new Error(mistakes.map(({ message }) => message).join('\n'));
  const blind = unaskedErrors(document);
  if (blind.length > 0)
    throw new Error(`a failure would go unseen: ask for userErrors { code } in ${blind.join(', ')}`);
  const variables = isVariables(next) ? (filled(JSON.parse(next.code), run.names) as object) : {};
  const refused = (block.notes.get('refused') ?? '')
    .split(/,\s*/)
    .filter((code) => code !== '')
    .sort();

  const answer =
    operation.operation === 'subscription' ? await listen(run, query, variables) : await ask(run, query, variables);
  const codes = codesOf(answer).sort();
  if (JSON.stringify(codes) !== JSON.stringify(refused))
    throw new Error(
      `refused: ${codes.join(', ') || 'nothing'}; the page says ${refused.join(', ') || 'nothing'}\n${JSON.stringify(answer, undefined, 2)}`,
    );
  for (const field of fieldsOf(document, answer)) if (refused.length === 0 || isOfError(field)) run.asked.add(field);
  run.brought = { kind: 'answer', value: answer };
};

/** Compares a shown answer with the one that came; `extensions` may be left out. */
export const compareAnswer = async (run: PageRun, block: Block, value: unknown): Promise<void> => {
  const shown = JSON.parse(block.code) as Readonly<Record<string, unknown>>;
  const { extensions, ...rest } = JSON.parse(await run.documented(JSON.stringify(value))) as Readonly<
    Record<string, unknown>
  >;
  const compared = Object.hasOwn(shown, 'extensions') ? { ...rest, extensions } : rest;
  const found = differences(shown, compared, run.names);
  if (found.length > 0) throw new Error(`${found.join('\n')}\n${JSON.stringify(compared, undefined, 2)}`);
};

/** Whether the block says which variables the one before has. */
export const isVariables = (block: Block | undefined): block is Block =>
  block?.language === 'json' && block.words[0] === 'variables';

/** Holds a part of the schema that a page shows against the schema. Descriptions may be left out, and so may fields. */
export const compareSchema = (block: Block): void => {
  for (const definition of parse(block.code, { noLocation: true }).definitions) {
    const name = 'name' in definition ? definition.name?.value : undefined;
    const type = name === undefined ? undefined : schema.getType(name);
    const known = type?.astNode;
    if (known === undefined || known === null || known.kind !== definition.kind)
      throw new Error(`the schema has no such ${name ?? definition.kind}`);
    const parts = (node: object): readonly string[] =>
      [
        ...('fields' in node ? (node.fields as readonly FieldNode[]) : []),
        ...('values' in node ? (node.values as readonly FieldNode[]) : []),
      ].map((part) => withoutDescriptions(part));
    const missing = parts(definition).filter((part) => !parts(known).includes(part));
    if (missing.length > 0) throw new Error(`the schema's ${name} has no ${missing.join('; ')}`);
  }
};

const withoutDescriptions = (part: FieldNode): string =>
  print(visit(part, { enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined) }))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\( /g, '(')
    .replaceAll(/ \)/g, ')');

const onlyOperation = (document: DocumentNode): OperationDefinitionNode => {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation === undefined || operations.length > 1)
    throw new Error(`a block has one operation, this one ${operations.length}`);
  return operation;
};

const ask = async (run: PageRun, query: string, variables: object): Promise<unknown> => {
  const response = await fetch(`${await run.origin()}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables }),
  });
  return await response.json();
};

/** Begins a subscription and gives its first event, which events after that wait behind. */
const listen = async (run: PageRun, query: string, variables: object): Promise<unknown> => {
  const client = createClient({ url: `${await run.origin()}/graphql`, retryAttempts: 0 });
  run.later(() => Promise.resolve(client.dispose()));
  const events = client.iterate({ query, variables: variables as Record<string, unknown> });
  const next = async (): Promise<unknown> => {
    const late = new Promise<never>((_resolve, reject) =>
      setTimeout(() => reject(new Error('no event has come')), eventPatienceMs).unref(),
    );
    const event = await Promise.race([events.next(), late]);
    if (event.done === true) throw new Error('the subscription is over');
    return event.value;
  };
  let first: unknown = await next();
  const opening = first;
  run.events = {
    next: async () => {
      if (first === undefined) return await next();
      const given = first;
      first = undefined;
      return given;
    },
  };
  return opening;
};

/** Codes of all errors of an answer and of what payloads tell hindered them. */
const codesOf = (answer: unknown): string[] => {
  if (Array.isArray(answer)) return answer.flatMap(codesOf);
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([key, part]) => {
    if (key === 'errors' && Array.isArray(part))
      return part.map(
        (error: { readonly extensions?: { readonly code?: string } }) => error.extensions?.code ?? 'UNKNOWN',
      );
    if (key === 'userErrors' && Array.isArray(part))
      return part.map((error: { readonly code?: string }) => error.code ?? 'UNKNOWN');
    if (key === 'error' && typeof part === 'object' && part !== null)
      return [(part as { readonly code?: string }).code ?? 'UNKNOWN'];
    return codesOf(part);
  });
};

/** Places of a mutation whose payload could tell of a failure that nobody asks for. */
const unaskedErrors = (document: DocumentNode): readonly string[] => {
  const blind: string[] = [];
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name, selectionSet }) => {
        const type = getNamedType(info.getType());
        if (!isObjectType(type)) return;
        for (const told of ['userErrors', 'error']) {
          if (!/(?:Payload|Result)$/.test(type.name) || !Object.hasOwn(type.getFields(), told)) continue;
          const errors = selectionSet?.selections.find((part) => part.kind === Kind.FIELD && part.name.value === told);
          const asksCode =
            errors?.kind === Kind.FIELD &&
            errors.selectionSet?.selections.some((part) => part.kind === Kind.FIELD && part.name.value === 'code');
          if (asksCode !== true) blind.push(`${name.value} (${told})`);
        }
      },
    }),
  );
  return blind;
};

/** `Type.field` of all fields of a document that came back; a field of an interface is one of each type that has it. */
const fieldsOf = (document: DocumentNode, answer: unknown): readonly string[] => {
  const fields: string[] = [];
  /** What stands in the answer where the visitor is; a list is all of its elements. */
  const values: (readonly unknown[])[] = [[(answer as { readonly data?: unknown }).data]];
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        enter: ({ name, alias }) => {
          const key = (alias ?? name).value;
          const holders = (values.at(-1) ?? []).filter((value) => isRecord(value) && Object.hasOwn(value, key));
          values.push(holders.flatMap((holder) => [(holder as Readonly<Record<string, unknown>>)[key]].flat(3)));
          if (holders.length === 0) return;
          const parent = info.getParentType();
          const types = isInterfaceType(parent) ? schema.getPossibleTypes(parent) : [parent];
          fields.push(...types.map((type) => `${type?.name ?? ''}.${name.value}`));
        },
        leave: () => void values.pop(),
      },
    }),
  );
  return fields;
};

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether a field belongs to what a mutation answers when it was refused. */
const isOfError = (field: string): boolean => {
  const [name = ''] = field.split('.');
  const type = schema.getType(name);
  return (
    name === 'FieldIssue' || (isObjectType(type) && type.getInterfaces().some((told) => told.name === 'UserError'))
  );
};
