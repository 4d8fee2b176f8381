import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { encodeGlobalId } from '../../../src/global-id.ts';
import { operationCost } from '../../../src/graphql/guards/operation-cost.ts';
import { rememberedCosts } from '../../../src/graphql/guards/remembered-costs.ts';
import { uploadedFile } from '../../../src/graphql/inputs/uploaded-file.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { createSealer } from '../../../src/sealer.ts';
import { address } from '../../access.ts';

const sealer = createSealer(new Uint8Array(32).fill(1));
const idOf = (mailbox: string): string =>
  encodeGlobalId(sealer, { type: 'Item', mailbox: address(mailbox), id: 'AAMkAD=' });

/** Tells costs, and how often an id was opened for that: an id that is priced is opened once. */
const pricing = () => {
  let opened = 0;
  const openBytes = (purpose: string, text: string): Uint8Array | undefined => {
    opened += 1;
    return sealer.openBytes(purpose, text);
  };
  const priceOf = rememberedCosts({ ...sealer, openBytes });
  return { priceOf, opened: () => opened };
};

const nodes = parse(
  'query ($ids: [ID!]!, $more: Boolean = false) { nodes(ids: $ids) { id ... on Message @include(if: $more) { folder { id } } } }',
);

it('prices an operation once for the same variables, and anew for others', () => {
  const { priceOf, opened } = pricing();
  const [anns, bobs] = [idOf('ann@x.test'), idOf('bob@x.test')];
  const asked = [{ ids: [anns] }, { ids: [anns, bobs] }, { ids: [anns], more: true }, { ids: anns }, { ids: [] }];
  const expected = asked.map((variables) => operationCost({ schema, document: nodes, variables }, sealer));
  expect(asked.map((variables) => priceOf({ schema, document: nodes, variables }))).toEqual(expected);
  expect(new Set(expected).size).toBeGreaterThan(2);
  const firstTime = opened();
  expect(firstTime).toBeGreaterThan(0);
  expect(asked.map((variables) => priceOf({ schema, document: nodes, variables }))).toEqual(expected);
  expect(opened()).toBe(firstTime);
});

it('tells apart documents, and the operations of one', () => {
  const { priceOf } = pricing();
  const list = (first: number): string =>
    `{ mailbox(address: "a@x.test") { messages(first: ${first}) { nodes { id } } } }`;
  const document = parse(`query Few ${list(1)} query Many ${list(900)}`);
  const other = parse(list(500));
  for (let time = 0; time < 2; time += 1) {
    for (const asked of [{ document, operationName: 'Few' }, { document, operationName: 'Many' }, { document: other }])
      expect(priceOf({ schema, ...asked })).toBe(operationCost({ schema, ...asked }, sealer));
    expect(priceOf({ schema, document })).toBeUndefined();
  }
});

it('weighs files each time: two of them look the same', () => {
  const { priceOf } = pricing();
  const document = parse(
    'mutation ($file: Upload!) { importMessage(input: { mailbox: "a@x.test", to: { role: INBOX }, mime: { upload: $file } }) { userErrors { code } } }',
  );
  const costOfFile = (bytes: number): number | undefined =>
    priceOf({
      schema,
      document,
      variables: { file: uploadedFile({ name: 'a', type: '', content: new Blob([new Uint8Array(bytes)]) }) },
    });
  const small = costOfFile(10);
  expect(small).toBeGreaterThan(0);
  expect(costOfFile(5 * 1024 * 1024)).toBeGreaterThan(small ?? Infinity);
});

it('remembers neither what does not fit nor what cannot be read', () => {
  const { priceOf } = pricing();
  for (let time = 0; time < 2; time += 1) {
    expect(priceOf({ schema, document: nodes, variables: { ids: null } })).toBeUndefined();
    expect(priceOf({ schema, document: nodes, variables: {} })).toBeUndefined();
    expect(() => priceOf({ schema, document: nodes, variables: { ids: [], more: null } })).toThrow('must not be null');
  }
});
