import { readdirSync, readFileSync } from 'node:fs';

/** One request to a real EWS server and what it answered. What server it was: wire/README.md of the witness data. */
export interface Capture {
  /** `014`: its place in the session. Numbers are missing where a step was not kept. */
  readonly number: string;
  /** `014-GetItem-AllProperties`. */
  readonly name: string;
  readonly request: string;
  /** The body of the answer; no XML where the server answered with none. */
  readonly response: string;
  readonly status: number;
  /** Header fields of the answer, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** All captures of the witness data in the order of the session. */
export const capturesIn = (folder: string): readonly Capture[] =>
  readdirSync(`${folder}/wire`)
    .filter((file) => file.endsWith('.request.xml'))
    .toSorted()
    .map((file) => {
      const name = file.replace('.request.xml', '');
      const read = (kind: string): string => readFileSync(`${folder}/wire/${name}.${kind}`, 'utf8');
      const [statusLine = '', ...fields] = read('headers.txt').split(/\r?\n/);
      return {
        number: name.slice(0, 3),
        name,
        request: read('request.xml'),
        response: read('response.xml'),
        status: Number(/ (\d{3}) /.exec(statusLine)?.[1]),
        headers: Object.fromEntries(
          fields
            .map((field) => /^([^:]+): *(.*)$/.exec(field))
            .filter((field) => field !== null)
            .map(([, field = '', value = '']) => [field.toLowerCase(), value]),
        ),
      };
    });
