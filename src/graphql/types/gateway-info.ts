import type { CapabilityState as State } from '../../mailbox/capabilities.ts';
import { allUpstreamOperations, type UpstreamOperation as Operation } from '../../mailbox/upstream-operations.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import type { GatewayFacts, OrganizationFacts, TokenFacts } from '../gateway-facts.ts';
import { operationWords } from '../operation-words.ts';

const UpstreamOperation = builder.enumType('UpstreamOperation', {
  description:
    'An operation of the mail server’s own protocol, as `gateway.capabilities` and `extensions.operation` of errors name it. Diagnostics only: no data field shows one.',
  values: Object.fromEntries(
    allUpstreamOperations.map((operation) => [operation, { description: `To ${operationWords[operation]}.` }]),
  ) as Readonly<Record<Operation, { readonly description: string }>>,
});

const CapabilityState = builder.enumType('CapabilityState', {
  description: 'Whether the mail server implements an operation.',
  values: {
    SUPPORTED: { description: 'It does.' },
    UNSUPPORTED: { description: 'It does not; what needs it answers UNSUPPORTED, or is done another way.' },
    UNKNOWN: { description: 'It could not be asked just now; or it writes, and nobody has used it yet.' },
  } satisfies Record<State, { description: string }>,
});

const ImpersonationRoleType = builder.enumType('ImpersonationRoleType', {
  description: 'What a WorkMail impersonation role may do.',
  values: {
    READ_ONLY: { description: 'Read. All reads run under it where it is configured.' },
    FULL_ACCESS: { description: 'Read and write.' },
  } satisfies Record<TokenFacts['role'], { description: string }>,
});

const Capability = builder.objectRef<{ readonly operation: Operation; readonly state: State }>('Capability').implement({
  permission: 'withItsParent',
  description: 'Whether the mail server implements one operation that the gateway uses.',
  fields: (t) => ({
    operation: t.field({
      type: UpstreamOperation,
      nullable: false,
      description: 'The operation.',
      resolve: ({ operation }) => operation,
    }),
    state: t.field({
      type: CapabilityState,
      nullable: false,
      description: 'Whether it is there.',
      resolve: ({ state }) => state,
    }),
  }),
});

const TokenCacheEntry = builder.objectRef<TokenFacts & { readonly expiresAt: Date }>('TokenCacheEntry').implement({
  permission: 'withItsParent',
  description: 'An impersonation token that the gateway holds; never the token itself.',
  fields: (t) => ({
    role: t.field({
      type: ImpersonationRoleType,
      nullable: false,
      description: 'The role it was given for.',
      resolve: ({ role }) => role,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'When it ends; it is renewed before.',
      resolve: ({ expiresAt }) => expiresAt.toISOString(),
    }),
    hits: t.field({
      type: 'Long',
      nullable: false,
      description: 'Calls that found a token ready since the gateway started.',
      resolve: ({ hits }) => hits,
    }),
    refreshes: t.field({
      type: 'Long',
      nullable: false,
      description: 'Tokens fetched since the gateway started.',
      resolve: ({ refreshes }) => refreshes,
    }),
  }),
});

const OrganizationInfo = builder.objectRef<OrganizationFacts>('OrganizationInfo').implement({
  permission: 'withItsParent',
  description: 'A WorkMail organisation that the gateway serves.',
  fields: (t) => ({
    organizationId: t.exposeString('organizationId', { nullable: false, description: 'Its id in AWS.' }),
    region: t.exposeString('region', { nullable: false, description: 'The AWS region it lives in.' }),
    tokens: t.field({
      type: [TokenCacheEntry],
      nullable: false,
      description: 'The tokens held at the moment, one for each role in use.',
      resolve: ({ tokens }) =>
        tokens.flatMap((token) => (token.expiresAt === undefined ? [] : [{ ...token, expiresAt: token.expiresAt }])),
    }),
  }),
});

const GatewayInfo = builder.objectRef<GatewayFacts>('GatewayInfo').implement({
  permission: 'anyCaller',
  description: 'How the gateway itself is doing.',
  fields: (t) => ({
    version: t.exposeString('version', { nullable: false, description: 'Version of the gateway.' }),
    protocolVersion: t.exposeString('protocolVersion', {
      nullable: false,
      description: 'Version of the mail server’s protocol that the gateway speaks: `Exchange2010_SP2`.',
    }),
    capabilities: t.field({
      complexity: cost('capabilities'),
      type: [Capability],
      nullable: false,
      description:
        'What the mail server implements of what the gateway uses: learnt from what it answers, found out by one call each for reads that nobody has used yet, and remembered for an hour. Writes are never tried. With no mailbox to ask as, what is not known stays UNKNOWN.',
      resolve: async ({ capabilities }, _args, context) => [...(await capabilities.probe(context.lookUp()))],
    }),
    organizations: t.field({
      type: [OrganizationInfo],
      nullable: false,
      permission: 'ADMIN',
      description: 'The organisations that the gateway serves. Needs the permission ADMIN.',
      resolve: ({ organizations }) => [...organizations()],
    }),
  }),
});

builder.queryField('gateway', (t) =>
  t.field({
    type: GatewayInfo,
    nullable: false,
    permission: 'anyCaller',
    description:
      'The gateway itself: versions, what the mail server can do, and for administrators the state of its tokens.',
    resolve: (_root, _args, context) => context.gateway,
  }),
);
