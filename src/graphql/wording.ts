import type { GraphQLError } from 'graphql';

/*
 * graphql-js and Yoga repeat in their messages what the client sent: literals, variables, pieces of a broken document or body. Mail clients send
 * addresses, subjects and search words, and messages end up in the logs of clients and of everything between. So only texts on this page leave the
 * gateway, with names of the schema and of the document in them; a text that is not here becomes a general sentence.
 */

const general = 'The document or its variables are not valid.';

/** A name, type, path or list thereof as messages quote them; whatever else a client may put there is no name. */
const quoted = String.raw`"[$@]?[A-Za-z_][\w.:()[\]!]{0,200}"`;
const quotedType = String.raw`"\[*[A-Za-z_]\w{0,200}[\]!]*"`;
const hint = String.raw`( Did you mean [\w\s",{}.@-]*\?)?`;

/** A whole message with `*` for each name and `#` for each type in it. */
const text = (template: string): RegExp =>
  new RegExp(
    `^${template
      .replace(/[.*+?^${}()|[\]\\]/g, (character) => (character === '*' ? character : `\\${character}`))
      .replaceAll('*', quoted)
      .replaceAll('#', quotedType)}${hint}$`,
  );

/** Messages without values, of the rules of validation, the executor and Yoga. */
const harmless: readonly RegExp[] = [
  // graphql-js 16.15, validation/rules
  'Cannot query field * on type *.',
  'Cannot spread fragment * within itself.',
  'Directive * argument * of type # is required, but it was not provided.',
  'Directive * may not be used on *.',
  'Field * argument * of type # is required, but it was not provided.',
  'Field * must not have a selection since type # has no subfields.',
  'Field * of type # must have a selection of subfields.',
  'Field * of type # must have at least one field selected.',
  'Field * is not defined by type *.',
  'Field * of required type # was not provided.',
  'Field * must be non-null.',
  'Fragment * cannot be spread here as objects of type # can never be of type #.',
  'Fragment cannot be spread here as objects of type # can never be of type #.',
  'Fragment * is never used.',
  'Fragment * cannot condition on non composite type #.',
  'Fragment cannot condition on non composite type #.',
  'GraphQL introspection has been disabled, but the requested query contained the field *.',
  'Maximum introspection depth exceeded',
  'OneOf Input Object * must specify exactly one key.',
  'The * definition is not executable.',
  'The schema definition is not executable.',
  'The directive * can only be used once at this location.',
  'There can be only one argument named *.',
  'There can be only one fragment named *.',
  'There can be only one input field named *.',
  'There can be only one operation named *.',
  'There can be only one variable named *.',
  'This anonymous operation must be the only defined operation.',
  'Too many validation errors, error limit reached. Validation aborted.',
  'Unknown argument * on directive *.',
  'Unknown argument * on field *.',
  'Unknown directive *.',
  'Unknown fragment *.',
  'Unknown type *.',
  'Variable * is not defined by operation *.',
  'Variable * is not defined.',
  'Variable * is of type # but must be non-nullable to be used for OneOf Input Object *.',
  'Variable * of type # used in position expecting type #.',
  'Variable * cannot be non-input type #.',
  'Variable * is never used in operation *.',
  'Variable * is never used.',
  // Subscriptions
  'Anonymous Subscription must not select an introspection top level field.',
  'Anonymous Subscription must select only one top level field.',
  'Subscription * must not select an introspection top level field.',
  'Subscription * must select only one top level field.',
  // graphql-js 16.15, execution/values and utilities/coerceInputValue
  'Argument * of required type # was not provided.',
  'Argument * of required type # was provided the variable * which was not provided a runtime value.',
  'Argument * of non-null type # must not be null.',
  'Variable * of required type # was not provided.',
  'Variable * of non-null type # must not be null.',
  'Expected non-nullable type # not to be null.',
  'Expected type # to be an object.',
  'Expected type #.',
  'Exactly one key must be specified for OneOf type *.',
  // @graphql-tools/executor 2.1
  'Must provide operation name if query contains multiple operations.',
  'Schema is not configured to execute mutation operation.',
  'Schema is not configured to execute subscription operation.',
  'Unknown operation named *.',
  'Must provide an operation.',
  // graphql-yoga 5.24
  'Batching is not supported.',
  'Could not determine what operation to execute.',
  'Expected params to be an object but given array.',
  'Must provide query string.',
  'POST body sent invalid JSON.',
  'Request body too large',
].map(text);

const harmlessKinds: readonly RegExp[] = [
  ...harmless,
  /^Cannot spread fragment "\w+" within itself via (?:"\w+"(?:, )?)+\.$/,
  /^Fields "\w+" conflict because [\w\s"[\]!,]+\. Use different aliases on the fields to fetch both if this was intentional\.$/,
  /^Expected "(?:query|variables|extensions)" param to be [a-z ]+, but given [a-z]+\.$/,
  /^POST body is expected to be object but received [a-z]+$/,
  // Our own scalars.
  /^[A-Z]\w* takes [\w\s,.^:()+/-]+$/,
];

type Rewording = readonly [RegExp, (...parts: readonly string[]) => string];

/** Messages that hold values, and what is left of them. The values may hold anything, these messages too. */
const rewordings: readonly Rewording[] = [
  [/^Expected value of (?:non-null )?type ("[\w[\]!]+")/, (type) => `Expected value of type ${type}.`],
  [/^((?:Int|Float|String|Boolean|ID) cannot represent [\w\s-]*value): /, (start) => `${start}.`],
  [
    /^Enum ("\w+") cannot represent [\s\S]*?( Did you mean the enum value [\w", ]+\?)?$/,
    (type, suggestion) => `Enum ${type} cannot represent this value.${suggestion}`,
  ],
  [
    /^Value [\s\S]* does not exist in ("\w+") enum\.( Did you mean the enum value [\w", ]+\?)?$/,
    (type, suggestion) => `The value does not exist in ${type} enum.${suggestion}`,
  ],
  [/^Argument ("\w+") has invalid value /, (argument) => `Argument ${argument} has an invalid value.`],
  [
    /^(Field) "[\s\S]*" (is not defined by type "\w+"\.)( Did you mean [\w", ]+\?)?$/,
    (start, end, suggestion) => `${start} ${end}${suggestion}`,
  ],
  [/^Expected (type "\w+")\. /, (type) => `Expected ${type}.`],
  [
    /^(Syntax Error: (?:Expected (?:"[^"\s]{1,20}"|[A-Z]\w{1,20}), found|Unexpected)) (?:(Name|Int|Float|String|BlockString|Comment)\b[\s\S]*|("[^\w\s]{1,3}"|<EOF>)\.)$/,
    (start, kind, sign) => `${start} ${kind}${sign}.`,
  ],
  [/^(Syntax Error: Unexpected variable) /, (start) => `${start} in constant value.`],
  [
    /^(Syntax Error: (?:Unexpected character|Unexpected single quote character|Unterminated string|Invalid number|Invalid Unicode escape sequence|Invalid character escape sequence|Invalid character within String|Unexpected description))\b/,
    (start) => `${start}.`,
  ],
  [/^Syntax Error: /, () => 'Syntax Error.'],
  // @pothos/plugin-complexity 4.2
  [/^No root type found for operation (mutation|subscription)$/, (kind) => `The schema has no ${kind}.`],
  [/^Unexpected parameter /, () => 'The request body has a member that is none of GraphQL over HTTP.'],
  [/^Content-Length header is invalid/, () => 'Content-Length header is invalid.'],
];

const variableRefused = /^Variable ("\$\w+") got invalid value /;
const pathOfValue = /( at "[\w.[\]]+")$/;

/** What is said of a variable, without its value: which one, where in it, and why. */
const ofVariable = (variable: string, message: string, cause: Error | undefined): string => {
  const start = `Variable ${variable} got an invalid value`;
  if (cause === undefined || !message.endsWith(`; ${cause.message}`)) return `${start}.`;
  const path = pathOfValue.exec(message.slice(0, -cause.message.length - 2))?.[1] ?? '';
  return `${start}${path}; ${withoutValues(cause)}`;
};

/**
 * The message of an error about a document, its variables or the request around them, without any value that the client sent. Names of types, fields,
 * arguments, variables and operations stay, and with the error's locations they say what to mend.
 */
export const withoutValues = (error: Error & Pick<Partial<GraphQLError>, 'originalError'>): string => {
  const { message } = error;
  const variable = variableRefused.exec(message)?.[1];
  if (variable !== undefined) return ofVariable(variable, message, error.originalError);
  if (harmlessKinds.some((kind) => kind.test(message))) return message;
  for (const [pattern, reword] of rewordings) {
    const parts = pattern.exec(message);
    if (parts !== null) return reword(...parts.slice(1).map((part: string | undefined) => part ?? ''));
  }
  return general;
};

/** The message without names of the schema that the client did not write itself. */
export const withoutSuggestion = (message: string): string => message.replace(/ Did you mean [^?]*\?$/, '');
