import type { builder } from '../builder.ts';
import type { Connection, Edge } from '../connection.ts';
import { cost } from '../guards/cost.ts';
import type { OfMailbox } from '../guards/permission.ts';
import { PageInfo } from '../refs.ts';

type Ref<Source> = ReturnType<typeof builder.objectRef<Source>>;

/** `edges` of a list that lies in one mailbox: `edges: t.field(edgesField(TaskEdge, 'tasks'))`. */
export const edgesField = <Node>(type: Ref<Edge<Node> & OfMailbox>, things: string) =>
  ({
    complexity: cost('edges'),
    type: [type] as [typeof type],
    nullable: false,
    description: `The ${things} with their cursors.`,
    resolve: ({ edges, mailbox }: Connection<Node> & OfMailbox) => edges.map((edge) => ({ ...edge, mailbox })),
  }) as const;

/** `nodes` of any list: `nodes: t.field(nodesField(TaskItem, 'tasks'))`. */
export const nodesField = <Node>(type: Ref<Node>, things: string) =>
  ({
    complexity: cost('nodes'),
    type: [type] as [typeof type],
    nullable: false,
    description: `The ${things} alone.`,
    resolve: ({ edges }: Connection<Node>) => edges.map(({ node }) => node),
  }) as const;

/** `pageInfo` of any list: `pageInfo: t.field(pageInfoField)`. */
export const pageInfoField = {
  complexity: cost('pageInfo'),
  type: PageInfo,
  nullable: false,
  description: 'Where this page stands.',
  resolve: ({ pageInfo }: Connection<unknown>) => pageInfo,
} as const;

/** `cursor` of an edge: `cursor: t.field(cursorField('Pass as `after` for what follows.'))`. */
export const cursorField = (description: string) =>
  ({
    type: 'String',
    nullable: false,
    description,
    resolve: ({ cursor }: Edge<unknown>) => cursor(),
  }) as const;
