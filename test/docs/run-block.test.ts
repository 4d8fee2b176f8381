import { symlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readBlocks } from './block.ts';
import { beginPage } from './page-run.ts';
import { runBlock, type Outcome } from './run-block.ts';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Runs a page that is nowhere, and tells what became of its blocks. */
const runPage = async (...lines: readonly string[]): Promise<readonly Outcome[]> => {
  const blocks = readBlocks('page.md', lines.join('\n'));
  const run = beginPage('page.md', (folder) => symlink(modules, `${folder}/node_modules`));
  onTestFinished(() => run.close());
  const outcomes: Outcome[] = [];
  for (const [index, block] of blocks.entries()) outcomes.push(await runBlock(run, block, blocks[index + 1]));
  return outcomes;
};

const block = (info: string, ...lines: readonly string[]): readonly string[] => [`\`\`\`${info}`, ...lines, '```', ''];

const alice = '{ mailbox(address: "alice@example.test") { displayName } }';
const nobody = '{ mailbox(address: "nobody@example.test") { displayName } }';
const draft = (asked: string): string =>
  `mutation { createDraft(input: { mailbox: "alice@example.test", message: { subject: "Hi" } }) { message { id } ${asked} } }`;

test('what a page says is run and compared, and what one block makes the next can use', async () => {
  const outcomes = await runPage(
    ...block('graphql', draft('userErrors { code }')),
    ...block('json answer', '{ "data": { "createDraft": { "message": { "id": "<the draft>" }, "userErrors": [] } } }'),
    ...block('graphql', 'query ($id: ID!) { node(id: $id) { ... on Message { subject } } }'),
    ...block('json variables', '{ "id": "<the draft>" }'),
    ...block('json answer', '{ "data": { "node": { "subject": "Hi" } } }'),
    '<!-- refused: NOT_FOUND -->',
    ...block('graphql', nobody),
    ...block(
      'sh',
      `curl -s http://127.0.0.1:4000/graphql -H 'content-type: application/json' -d '{"query":"{ __typename }"}'`,
    ),
    ...block('json answer', '{ "data": { "__typename": "Query" } }'),
    '<!-- keeps running: ready -->',
    ...block('sh', 'echo ready', 'sleep 600'),
    ...block('text output', 'ready'),
    '<!-- exit: 3 -->',
    ...block('sh', 'echo wrong >&2', 'exit 3'),
    ...block('text output', 'wrong'),
    ...block('ts file:greeting.ts', "export const greeting: string = 'hello';"),
    ...block('ts', "import { greeting } from './greeting.ts';", 'console.log(greeting);'),
    ...block('text output', 'hello'),
    ...block('http', 'GET /health HTTP/1.1'),
    ...block('http', 'HTTP/1.1 200 OK'),
    ...block('env', 'PORT=4000'),
    ...block('graphql sdl', 'type Viewer {', '  subject: String!', '}'),
    '<!-- needs: aws -->',
    ...block('sh', 'aws workmail list-users --organization-id m-… --max-results 10 > <a file>'),
  );
  expect(outcomes).toEqual(
    [
      ['executed', 'compared', 'executed', 'executed', 'compared', 'executed', 'executed', 'compared'],
      ['executed', 'compared', 'executed', 'compared', 'executed', 'executed', 'compared'],
      ['executed', 'compared', 'compared', 'compared', 'only checked: needs aws'],
    ].flat(),
  );
});

describe('a page fails', () => {
  test.each<readonly [why: string, lines: readonly string[], message: string | RegExp]>([
    ['with a field that the schema has not', block('graphql', '{ viewer { name } }'), 'Cannot query field "name"'],
    ['with an error that it does not tell of', block('graphql', nobody), 'refused: NOT_FOUND; the page says nothing'],
    [
      'with an error that does not come',
      ['<!-- refused: NOT_FOUND -->', ...block('graphql', alice)],
      'refused: nothing; the page says NOT_FOUND',
    ],
    [
      'with a mutation that was hindered',
      block('graphql', draft('userErrors { code }').replace('"Hi"', '"Hi", to: [{ address: "a@b@c" }]')),
      'refused: BAD_USER_INPUT',
    ],
    [
      'with a mutation whose failure nobody would see',
      block('graphql', draft('')),
      'ask for userErrors { code } in createDraft',
    ],
    [
      'with another answer than it shows',
      [...block('graphql', alice), ...block('json answer', '{ "data": { "mailbox": { "displayName": "Bob" } } }')],
      'answer.data.mailbox.displayName is "Alice Smith" instead of "Bob"',
    ],
    ['with an answer to nothing', block('json answer', '{}'), 'nothing was asked before'],
    ['with an event of nothing', block('json event', '{}'), 'nothing was subscribed to before'],
    [
      'with two operations in a block',
      block('graphql', `query A ${alice}`, `query B ${alice}`),
      'one operation, this one 2',
    ],
    ['with JSON of no kind', block('json', '{}'), 'what JSON is it?'],
    ['with a policy that is none', block('json policy', '{ "grants": 1 }'), /grants/],
    ['with faults that are none', block('json faults', '[{ "kind": "gremlins" }]'), /kind/],
    ['with an audit that is none', block('json audit', '{"audit":"rumour"}'), 'no audit line'],
    ['with an AWS policy that is none', block('json iam', '{ "Statement": [] }'), 'no policy of AWS'],
    ['with a command that fails', block('sh', 'false'), 'ended with 1 instead of 0'],
    ['with a command that fails in a pipe', block('sh', 'false | cat'), 'ended with 1 instead of 0'],
    [
      'with a command that should fail and does not',
      ['<!-- exit: 64 -->', ...block('sh', 'true')],
      'ended with 0 instead of 64',
    ],
    [
      'with a server that ends at once',
      ['<!-- keeps running: ready -->', ...block('sh', 'echo starting')],
      'ended instead of running on',
    ],
    ['with another output than it shows', [...block('sh', 'echo a'), ...block('text output', 'b')], 'instead of'],
    ['with text of no kind', block('text', 'a'), 'what text is it?'],
    ['with TypeScript that does not compile', block('ts', "const n: number = 'one';", 'console.log(n);'), 'TS2322'],
    ['with a program that throws', block('js', "throw new Error('no');"), 'ended with 1'],
    ['with broken YAML', block('yaml', 'a: [1'), /flow/i],
    [
      'with an unknown variable of the configuration',
      block('env', 'PROT=4000'),
      'no variables of the configuration: PROT',
    ],
    ['with a configuration that cannot be', block('env whole', 'PORT=many'), /PORT/],
    [
      'with another HTTP status',
      [...block('http', 'GET /nothing HTTP/1.1'), ...block('http', 'HTTP/1.1 200 OK')],
      'status is 404 instead of 200',
    ],
    [
      'with a metric that is none',
      block('promql', 'rate(workmail_graphql_wishes_total[5m])'),
      'workmail_graphql_wishes_total',
    ],
    [
      'with a part of another schema',
      block('graphql sdl', 'type Viewer { age: Int }'),
      "the schema's Viewer has no age: Int",
    ],
    ['with a block of no language', block('', 'a'), 'no language'],
    ['with a block of a language that nobody runs', block('cobol', 'a'), 'nothing is known about blocks of cobol'],
    ['with a reason that there is not', ['<!-- needs: luck -->', ...block('sh', 'true')], 'needs luck'],
    ['with a script that bash cannot read', ['<!-- needs: docker -->', ...block('sh', 'if true')], 'syntax error'],
    [
      'with an option that AWS has not',
      ['<!-- needs: aws -->', ...block('sh', 'aws workmail list-users \\', '  --organisation-id m-…')],
      'aws workmail list-users has no --organisation-id',
    ],
    [
      'with a command that AWS has not',
      ['<!-- needs: aws -->', ...block('sh', 'aws workmail list-people')],
      'has no list-people',
    ],
    [
      'with JSON for AWS that is none',
      ['<!-- needs: aws -->', ...block('sh', "aws workmail list-users --organization-id m-… --filters '{state}'")],
      'no JSON',
    ],
    [
      'with a file that is not there',
      ['<!-- needs: docker -->', ...block('sh', 'docker compose -f deploy/nowhere.yaml up')],
      'there is no deploy/nowhere.yaml',
    ],
    ['with sources that cannot be read', ['<!-- needs: repository -->', ...block('ts', 'const = 1;')], /./],
  ])('%s', async (_why, lines, message) => {
    await expect(runPage(...lines)).rejects.toThrow(message);
  });
});
