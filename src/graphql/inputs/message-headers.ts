import { headerProperty } from '../../ews/properties/named-property.ts';
import { assign, type Assignment } from '../../ews/properties/written-rows.ts';
import { builder } from '../builder.ts';
import { encodedWordProblem, lineProblem, type Note } from './checked-text.ts';

/** A header line, as a client sends it. */
export interface HeaderInputShape {
  readonly name: string;
  readonly value: string;
}

export const HeaderInput = builder.inputRef<HeaderInputShape>('HeaderInput').implement({
  description: 'A header line of a new message, such as `X-Ticket: 4711`.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description:
        'Begins with `X-`; letters, digits, `-`, `_` and `.` after it; each name once. Names that mail servers give a meaning of their own (`X-MS-…`, `X-Microsoft-…`, `X-Originating-…`, `X-SES-…`, `X-Sender`, `X-Priority` and their kin) are refused.',
    }),
    value: t.string({
      required: true,
      description: 'One line, without white space around it; with the name at most 998 bytes.',
    }),
  }),
});

/** Exchange keeps every new name for good, and a mailbox has room for some thousands. */
const mostHeaders = 50;
/** RFC 5322 section 2.1.1, without the line break. */
const longestLine = 998;

/** A part of what RFC 5322 section 2.2 allows: what no reader misunderstands. */
const headerName = /^X-[A-Z\d][\w.-]*$/i;

/**
 * Read by servers: Exchange's own (its header firewall strips some of them), what Amazon SES does with a message, what is said of its origin, and
 * what `importance` says already.
 */
const reserved =
  /^x-(?:ms-|microsoft-|exchange-|forefront-|ses-|amz-|amazon-|authenticat|virus-|delivered-|return-path|originating-|original-|envelope-|forwarded-|spam-|sender|x-sender|from|to$|cc$|bcc$|receiver|priority$|msmail-priority$|unsent$)/i;

const nameProblem = (name: string): string | undefined => {
  if (!headerName.test(name)) return 'must be `X-` followed by letters, digits, `-`, `_` or `.`.';
  return reserved.test(name) ? 'is a name that mail servers give a meaning of their own.' : undefined;
};

const valueProblem = ({ name, value }: HeaderInputShape): string | undefined => {
  if (value === '') return 'must not be empty.';
  const problem = encodedWordProblem(value) ?? lineProblem(value, longestLine);
  if (problem !== undefined) return problem;
  if (value !== value.trim()) return 'has white space around it.';
  const bytes = Buffer.byteLength(`${name}: ${value}`);
  return bytes > longestLine ? `makes a line of more than ${longestLine} bytes.` : undefined;
};

/** Reads header lines. `path`: where they stand in the input. */
export const readHeaders = (
  inputs: readonly HeaderInputShape[],
  path: readonly string[],
  note: Note,
): readonly Assignment[] => {
  if (inputs.length > mostHeaders) note(path, `holds more than ${mostHeaders} header lines.`);
  const seen = new Set<string>();
  return inputs.map((input, index) => {
    const { name, value } = input;
    const at = [...path, String(index)];
    const key = name.toLowerCase();
    note([...at, 'name'], nameProblem(name) ?? (seen.has(key) ? 'is given twice.' : undefined));
    note([...at, 'value'], valueProblem(input));
    seen.add(key);
    return assign(headerProperty(name), value);
  });
};
