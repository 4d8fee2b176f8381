import type { Answer, Journey } from './start.ts';

/** What goes along with an operation: files by the paths of their variables, `variables.input.…`. */
export type Uploads = Readonly<Record<string, File>>;

/** The form that the GraphQL multipart request specification wants. */
export const uploadForm = (query: string, variables: object, uploads: Uploads): FormData => {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query, variables }));
  const paths = Object.keys(uploads);
  form.set('map', JSON.stringify(Object.fromEntries(paths.map((path, index) => [`file-${index}`, [path]]))));
  for (const [index, path] of paths.entries()) form.set(`file-${index}`, uploads[path]!);
  return form;
};

/** Sends a form as a browser does. */
export const postForm = (
  { origin }: Pick<Journey, 'origin'>,
  body: FormData,
  headers: Readonly<Record<string, string>> = { 'apollo-require-preflight': 'true' },
): Promise<Response> => fetch(`${origin}/graphql`, { method: 'POST', headers, body });

/** Posts an operation with files. */
export const upload = async <Data>(
  journey: Pick<Journey, 'origin'>,
  query: string,
  variables: object,
  uploads: Uploads,
): Promise<Answer<Data>> =>
  (await (await postForm(journey, uploadForm(query, variables, uploads))).json()) as Answer<Data>;
