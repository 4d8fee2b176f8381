import type { OrganizationFacts } from './graphql/gateway-facts.ts';
import type { GaugeSources } from './telemetry/metrics-gauges.ts';

/** For each role how long its token may still be used. */
export const tokenFigures = (
  organizations: readonly Pick<OrganizationFacts, 'tokens'>[],
  now: Date,
): ReturnType<GaugeSources['tokens']> =>
  organizations.flatMap(({ tokens }) =>
    tokens.map(({ role, expiresAt }) => ({
      role,
      remainingSeconds: expiresAt === undefined ? 0 : Math.max(0, (expiresAt.getTime() - now.getTime()) / 1000),
    })),
  );
