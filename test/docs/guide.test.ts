import { readFileSync } from 'node:fs';
import { isEnumType, isIntrospectionType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { errorMeanings } from '../../src/graphql/error-table.ts';
import { describeNeeding } from '../witness.ts';
import { describePage, nothingSeen } from './describe-page.ts';
import { allPages, isGuide } from './pages.ts';
import { schema } from './run-graphql.ts';

const guide = allPages().filter(isGuide);
const read = (page: string): string => readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
const seen = nothingSeen();

/** What only comes back where somebody has delegates, or where a mail server fails. */
const notInTheDemo = [
  'Delegate.calendar',
  'Delegate.canSeePrivate',
  'Delegate.inbox',
  'Delegate.receivesMeetingMessages',
  'Delegate.user',
  'UpstreamError.outcomeUnknown',
  'UpstreamError.requestId',
];

for (const page of guide) describePage(page, async () => undefined, seen);

describeNeeding(`no ${[...seen.missing].join(', ')}`, seen.missing.size === 0, 'what the guide leaves out', () => {
  test('every query, mutation and subscription has an example that was executed', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const fields = roots.flatMap((type) =>
      Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
    );
    expect(fields.length).toBeGreaterThan(40);
    expect(fields.filter((field) => !seen.asked.has(field))).toEqual([]);
  });

  test('every field of every type comes back in an example', () => {
    const fields = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !isIntrospectionType(type))
      .flatMap((type) =>
        'getFields' in type ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
      );
    expect(fields.length).toBeGreaterThan(300);
    // Connections are alike: shown once, their parts are known.
    const parts = (field: string): string =>
      field.replace(/^\w+(Connection\.(?:edges|pageInfo|totalCount)|Edge\.\w+)$/, '$1');
    const shown = new Set([...seen.asked].map(parts));
    expect(fields.filter((field) => !shown.has(parts(field)))).toEqual(notInTheDemo);
  });

  test('every block of the guide is executed, or compared with what came back', () => {
    console.info(`docs/guide: ${JSON.stringify(Object.fromEntries(seen.outcomes))}`);
    expect([...seen.outcomes.keys()].sort()).toEqual(['compared', 'executed']);
  });
});

test('the index of the guide leads to each of its pages', () => {
  const pages = guide.map((page) => page.slice('docs/guide/'.length)).filter((page) => page !== 'README.md');
  const led = [...read('docs/guide/README.md').matchAll(/^\| \[[^\]]+\]\(([\w-]+\.md)\)/gm)].map(([, page]) => page);
  expect(led.toSorted()).toEqual(pages.toSorted());
});

test('every code of an error is told, with whether asking again may help', () => {
  const codes = schema.getType('ErrorCode');
  const rows = [...read('docs/guide/errors.md').matchAll(/^\| `([A-Z_]+)` \| (yes|no) \| \S/gm)];
  const told = Object.fromEntries(rows.map(([, code, retryable]) => [code, retryable === 'yes']));
  const meant = Object.fromEntries(Object.entries(errorMeanings).map(([code, { retryable }]) => [code, retryable]));
  expect(told).toEqual(meant);
  expect(
    isEnumType(codes) &&
      codes
        .getValues()
        .map(({ name }) => name)
        .toSorted(),
  ).toEqual(Object.keys(told).toSorted());
});
