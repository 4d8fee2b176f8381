import type { PolicyCase } from './policy-cases.ts';
import type { Sample } from './policy-operations.ts';
import { sealedFor } from './policy-organization.ts';
import type { Answer, Journey } from './start.ts';

/** Headers of one caller. */
type Headers = Readonly<Record<string, string>>;

/** What there is to ask for, in each mailbox that can be opened. */
export type SamplesByMailbox = ReadonlyMap<string, Readonly<Record<Sample, string>>>;

/**
 * Asks for everything as one caller, all in one query and one mutation as far as that is possible, and the rest beside them. What came of each: a verdict, or a text
 * that is none, where what is refused was shown, or what is not refused was not.
 */
export const askCases = async (
  journey: Pick<Journey, 'origin' | 'query'>,
  samples: SamplesByMailbox,
  cases: readonly PolicyCase[],
  headers: Headers,
): Promise<readonly string[]> => {
  const outcomes = new Map<PolicyCase, string>();

  const download = async (asked: PolicyCase, path: string): Promise<void> => {
    const response = await fetch(`${journey.origin}${path}`, { headers });
    const codes = response.ok ? [] : [codesByStatus[response.status] ?? `status ${response.status}`];
    outcomes.set(asked, outcomeOf(asked, await response.text(), codes));
  };

  const query = async (asked: readonly PolicyCase[], fields: readonly string[], isMutation = false): Promise<void> => {
    const selections = fields.map((field, index) => `c${index}: ${field}`).join('\n');
    const answer: Partial<Answer<Readonly<Record<string, unknown>>>> = await journey.query(
      isMutation ? `mutation { ${selections} }` : `{ viewer { subject } ${selections} }`,
      {},
      { headers },
    );
    for (const [index, one] of asked.entries()) {
      const alias = `c${index}`;
      // Who is unknown gets one error, of no field.
      const codes = (answer.errors ?? [])
        .filter(({ path = [alias] }) => path[0] === alias)
        .map(({ extensions }) => extensions.code)
        .concat(userErrorsOf(answer.data?.[alias]));
      outcomes.set(one, outcomeOf(one, JSON.stringify(answer.data?.[alias] ?? null), codes));
    }
  };

  const shared: PolicyCase[] = [];
  const fields: string[] = [];
  const written: PolicyCase[] = [];
  const mutations: string[] = [];
  const beside: Promise<void>[] = [];
  for (const asked of cases) {
    const { request } = asked.operation;
    if ('route' in request) {
      beside.push(download(asked, `/${request.route}/${idIn(samples, asked, request.sample)}`));
      continue;
    }
    if ('mutation' in request) {
      const id = request.sample === undefined ? '' : idIn(samples, asked, request.sample);
      written.push(asked);
      mutations.push(request.mutation(asked.written, id));
      continue;
    }
    const field =
      'field' in request
        ? request.field(asked.written, request.sample === undefined ? '' : idIn(samples, asked, request.sample))
        : `node(id: "${idIn(samples, asked, request.sample)}") { ${request.selection} }`;
    shared.push(asked);
    fields.push(field);
  }
  if (written.length > 0) beside.push(query(written, mutations, true));
  await Promise.all([query(shared, fields), ...beside]);
  return cases.map((asked) => outcomes.get(asked) ?? 'not asked');
};

/** What a payload says that hindered it. */
const userErrorsOf = (payload: unknown): readonly string[] => {
  const { userErrors = [] } = (payload ?? {}) as { readonly userErrors?: readonly { readonly code: string }[] };
  return userErrors.map(({ code }) => code);
};

const codesByStatus: Readonly<Record<number, string | undefined>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
};

const outcomeOf = ({ operation }: PolicyCase, shown: string, codes: readonly string[]): string => {
  const tells = shown.includes(operation.tells);
  if (codes.length === 0) return tells ? 'visible' : (operation.silence ?? 'nothing');
  return `${[...new Set(codes)].join(' and ')}${tells ? ', and shown all the same' : ''}`;
};

/** An id of the thing in this mailbox; of one that cannot be opened, an id that was made for something else. */
const idIn = (samples: SamplesByMailbox, { target: { address } }: PolicyCase, sample: Sample): string => {
  const own = samples.get(address);
  if (own !== undefined) return own[sample];
  const [others] = samples.values();
  // A position is no id: that of another mailbox will do.
  return sample === 'position' ? others!.position : sealedFor(address, others![sample]);
};
