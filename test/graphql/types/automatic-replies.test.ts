import { isObjectType, type GraphQLResolveInfo } from 'graphql';
import { expect, it } from 'vitest';
import type { Context } from '../../../src/graphql/context.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { address } from '../../access.ts';

it('a reply is sanitised once, under however many names it is asked for', async () => {
  const type = schema.getType('AutomaticReplies');
  if (!isObjectType(type)) throw new Error('there are no automatic replies');
  let turns = 0;
  const context = {
    inTurn: async <Result>(work: () => Result) => {
      turns += 1;
      return work();
    },
  } as Context;
  const settings = { internalReply: '<p>In<script>x()</script></p>', externalReply: 'Out' };
  const source = { mailbox: { address: address('alice@example.test'), may: () => true }, settings };
  const show = (field: string): unknown => {
    const info = { parentType: type, fieldName: field } as GraphQLResolveInfo;
    return type.getFields()[field]?.resolve?.(source, {}, context, info);
  };
  const shown = await Promise.all(['internalReply', 'internalReply', 'externalReply', 'internalReply'].map(show));
  expect(shown).toEqual(['<p>In</p>', '<p>In</p>', 'Out', '<p>In</p>']);
  expect(turns).toBe(2);
});
