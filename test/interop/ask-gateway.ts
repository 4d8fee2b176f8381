import type { Journey } from '../journeys/start.ts';

/** Asks the gateway something that it must know. Throws when the answer has errors, or a mutation in it has user errors that were asked for. */
export const ask = async <Data>(
  { query }: Pick<Journey, 'query'>,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> => {
  const { data, errors } = await query<Data>(document, variables);
  const answers = Object.values((data ?? {}) as Readonly<Record<string, Payload | null>>);
  const refused = answers.flatMap((answer) => answer?.userErrors ?? []);
  if (errors !== undefined || refused.length > 0) {
    throw new Error(`the gateway answers ${JSON.stringify(errors ?? refused)}`);
  }
  return data;
};

/** Does a mutation by its name, which must succeed; answers what is selected of its payload. */
export const change = async <Selected>(
  journey: Pick<Journey, 'query'>,
  name: string,
  selection: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Selected> => {
  const type = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}Input`;
  const { done } = await ask<{ readonly done: Selected }>(
    journey,
    `mutation ($input: ${type}!) { done: ${name}(input: $input) { ${selection} userErrors { code detail } } }`,
    { input },
  );
  return done;
};

interface Payload {
  readonly userErrors?: readonly object[];
}
