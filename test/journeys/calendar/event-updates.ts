import type { Answer } from '../start.ts';
import type { MeetingJourney, Person, Told } from './meeting-journey.ts';

/** A time on the clock of Paris in 2031, `03-18` from `09:00` to `10:00`. */
export const paris = (day: string, from: string, to: string, offset = '+01:00') => ({
  timed: { start: `2031-${day}T${from}:00${offset}`, end: `2031-${day}T${to}:00${offset}`, timeZone: 'Europe/Paris' },
});

/** What became of updateEvent. */
export interface Updated {
  readonly updateEvent: {
    readonly event: Readonly<Record<string, unknown>> | null;
    readonly newSeries: Readonly<Record<string, unknown>> | null;
    readonly userErrors: readonly (Told & { readonly currentChangeKey?: string })[];
  };
}

/** Changes an event, telling nobody and patching nothing unless the input says so, and selects what is asked for. */
export const updateEvent = (
  journey: MeetingJourney,
  input: object,
  selection = 'event { id type }',
): Promise<Answer<Updated>> =>
  journey.query<Updated>(
    `mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { ${selection} userErrors { __typename code detail
      ... on ValidationError { fields { path message } } ... on ConflictError { currentChangeKey current { ... on CalendarEvent { subject } } } } } }`,
    { input: { notify: 'NONE', patch: {}, ...input } },
  );

/** The fields that were found wrong, or the codes of other failures. */
export const problemsOf = (answer: Answer<Updated>): readonly string[] =>
  answer.data.updateEvent.userErrors.flatMap(({ code, fields }) =>
    fields === undefined || fields.length === 0 ? [code] : fields.map(({ path }) => path.join('.')),
  );

/** What the messages in somebody's folder are called. */
export const subjectsIn = async (
  { messages }: MeetingJourney,
  person: Person,
  role = 'INBOX',
): Promise<readonly string[]> => (await messages(person, role)).map(({ subject }) => subject);

/** When what is in somebody's calendar begins, and what it is called: `03-18T09:00 Plan`. */
export const days = async ({ agenda }: MeetingJourney, person: Person = 'alice'): Promise<readonly string[]> =>
  (await agenda(person)).map(({ start, subject }) => `${start.local.slice(5, 16)} ${subject}`);
