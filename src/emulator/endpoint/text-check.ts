import { schemaType } from './schema-type.ts';

/** Why a text is none of a type, in the words of .NET's schema validator, which are Exchange's; undefined when it is one. */
export const textProblem = (type: string, text: string): string | undefined => {
  const found = schemaType(type);
  if (found === undefined) return builtInProblem(type, text);
  switch (found.kind) {
    case 'words':
      return found.words.has(text) ? undefined : 'The Enumeration constraint failed.';
    case 'list':
      for (const word of text.split(/\s+/).filter((one) => one !== '')) {
        const problem = textProblem(found.item, word);
        if (problem !== undefined) return problem;
      }
      return undefined;
    case 'union':
      return found.members.some((member) => textProblem(member, text) === undefined)
        ? undefined
        : `The value '${text}' is not valid according to any of the memberTypes of the union.`;
    case 'limited': {
      const problem = textProblem(found.base, text);
      if (problem !== undefined) return problem;
      const broken = found.limits.find(([name, value]) => !keepsLimit(name, value, text));
      return broken && `The ${limitNames[broken[0]] ?? broken[0]} constraint failed.`;
    }
    case 'elements':
      return found.text === undefined ? undefined : textProblem(found.text, text);
  }
};

const limitNames: Readonly<Record<string, string>> = {
  minInclusive: 'MinInclusive',
  maxInclusive: 'MaxInclusive',
  minLength: 'MinLength',
  maxLength: 'MaxLength',
  pattern: 'Pattern',
};

const keepsLimit = (name: string, limit: string, text: string): boolean => {
  switch (name) {
    case 'minInclusive':
      return Number(text) >= Number(limit);
    case 'maxInclusive':
      return Number(text) <= Number(limit);
    case 'minLength':
      return text.length >= Number(limit);
    case 'maxLength':
      return text.length <= Number(limit);
    case 'pattern':
      return new RegExp(`^(?:${limit})$`).test(text);
    default:
      throw new Error(`The table of types has the limit ${name}`);
  }
};

const builtInProblem = (type: string, text: string): string | undefined => {
  if (type === 'xs:base64Binary') return isBase64(text) ? undefined : notBase64;
  const rule = builtIns[type];
  if (rule === undefined) return undefined;
  const value = text.trim();
  const [least = -Infinity, most = Infinity] = rule.range ?? [];
  const isOne =
    rule.form.test(value) && (rule.range === undefined || (Number(value) >= least && Number(value) <= most));
  return isOne ? undefined : `The string '${value}' is not a valid ${rule.name} value.`;
};

const notBase64 =
  'The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.';

/** Whether it is groups of four characters with white space anywhere; looked through once, for it may be the content of a large file. */
const isBase64 = (text: string): boolean => {
  if (!/^[A-Za-z0-9+/\s]*(?:=\s*){0,2}$/.test(text)) return false;
  const spaces = /\s/.test(text) ? (text.match(/\s+/g) ?? []).reduce((sum, { length }) => sum + length, 0) : 0;
  return (text.length - spaces) % 4 === 0;
};

const whole = /^[+-]?\d+$/;
const zone = '(?:Z|[+-]\\d\\d:\\d\\d)?';
const day = '-?\\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const hour = '(?:[01]\\d|2[0-4]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?';
const number = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?|-?INF|NaN)$/;

interface BuiltIn {
  /** What .NET calls it. */
  readonly name: string;
  readonly form: RegExp;
  readonly range?: readonly [least: number, most: number];
}

/** https://www.w3.org/TR/xmlschema-2/#built-in-datatypes */
const builtIns: Readonly<Record<string, BuiltIn>> = {
  'xs:boolean': { name: 'Boolean', form: /^(?:true|false|1|0)$/ },
  'xs:int': { name: 'Int32', form: whole, range: [-2_147_483_648, 2_147_483_647] },
  'xs:short': { name: 'Int16', form: whole, range: [-32_768, 32_767] },
  'xs:unsignedShort': { name: 'UInt16', form: whole, range: [0, 65_535] },
  'xs:unsignedInt': { name: 'UInt32', form: whole, range: [0, 4_294_967_295] },
  'xs:double': { name: 'Double', form: number },
  'xs:float': { name: 'Single', form: number },
  'xs:dateTime': { name: 'DateTime', form: new RegExp(`^${day}T${hour}${zone}$`) },
  'xs:date': { name: 'Date', form: new RegExp(`^${day}${zone}$`) },
  'xs:time': { name: 'Time', form: new RegExp(`^${hour}${zone}$`) },
  'xs:duration': {
    name: 'Duration',
    form: /^-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/,
  },
  'xs:language': { name: 'Language', form: /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/ },
};
