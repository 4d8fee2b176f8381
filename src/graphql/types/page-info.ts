import { builder } from '../builder.ts';
import { PageInfo } from '../refs.ts';

PageInfo.implement({
  permission: 'withItsParent',
  description: 'Where a page stands in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { nullable: false, description: 'Whether rows follow this page.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      nullable: false,
      description: 'Whether rows precede this page.',
    }),
    startCursor: t.string({
      description: 'Cursor of the first row; null on an empty page.',
      resolve: ({ startCursor }) => startCursor?.(),
    }),
    endCursor: t.string({
      description: 'Cursor of the last row: pass it as `after` for the next page. Null on an empty page.',
      resolve: ({ endCursor }) => endCursor?.(),
    }),
  }),
});

builder.queryType({ description: 'Everything that can be read.' });
builder.mutationType({
  description:
    'Everything that can be written. A payload always comes; what hindered the write is in its `userErrors`. Several mutations in one document run one after the other.',
});
