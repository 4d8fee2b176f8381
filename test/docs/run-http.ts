import type { Block } from './block.ts';
import { differences, filledText } from './notation.ts';
import type { PageRun } from './page-run.ts';

/** Sends a request as it stands on the page, or holds the answer of the one before against what the page shows of it. */
export const runHttp = async (run: PageRun, block: Block): Promise<void> => {
  const [, head = '', body = ''] = /^([^]*?)(?:\n\n([^]*))?$/.exec(block.code.trim()) ?? [];
  const [first = '', ...lines] = head.split('\n');
  const headers = lines.map((line) => {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`no header: ${line}`);
    return [name, value] as const;
  });
  const [, status] = /^HTTP\/[\d.]+ (\d{3})/.exec(first) ?? [];
  if (status !== undefined) return compare(run, Number(status), headers, body);
  const [, method, path] = /^([A-Z]+) (\/\S*)(?: HTTP\/[\d.]+)?$/.exec(first) ?? [];
  if (method === undefined || path === undefined) throw new Error(`neither a request nor an answer: ${first}`);
  const sent = headers
    .filter(([name]) => !/^(?:host|content-length|connection)$/i.test(name))
    .map(([name, value]) => [name, filledText(value, run.names)] as [string, string]);
  const response = await fetch(new URL(filledText(path, run.names), await run.origin()), {
    method,
    headers: sent,
    ...(body === '' ? {} : { body: filledText(body, run.names) }),
  });
  run.brought = { kind: 'response', response, text: await response.text() };
};

const compare = (
  { brought, names }: PageRun,
  status: number,
  headers: readonly (readonly [string, string])[],
  body: string,
): void => {
  if (brought?.kind !== 'response') throw new Error('nothing was asked before this answer');
  const { response, text } = brought;
  const shown = { status, ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])) };
  const came = {
    status: response.status,
    ...Object.fromEntries(headers.map(([name]) => [name.toLowerCase(), response.headers.get(name)])),
  };
  const parsed = (value: string): unknown => (/^[[{]/.test(value) ? JSON.parse(value) : value);
  const found = [
    ...differences(shown, came, names),
    ...(body === '' ? [] : differences(parsed(body), parsed(text), names)),
  ];
  if (found.length > 0) throw new Error(`${found.join('\n')}\n${text}`);
};
