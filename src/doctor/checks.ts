import { auditLog } from './audit-log.ts';
import { awsCredentials } from './aws-credentials.ts';
import { capabilities } from './capabilities.ts';
import type { Check } from './check.ts';
import { clock } from './clock.ts';
import { configuration, triedMailbox } from './configuration.ts';
import { endpoint } from './endpoint.ts';
import { ewsAnswer } from './ews-answer.ts';
import { impersonation } from './impersonation.ts';
import { jwks } from './jwks.ts';
import { mailServer } from './mail-server.ts';
import { nodeVersion } from './node-version.ts';
import { persistedOperations } from './persisted-operations.ts';
import { policy } from './policy.ts';
import { ports } from './ports.ts';
import { publicUrl } from './public-url.ts';
import { redis } from './redis.ts';
import { roleEffect } from './role-effect.ts';
import { roles } from './roles.ts';
import { tokens } from './tokens.ts';

/** Everything that is looked at, in this order: what others need first, and the clock when enough of them have been seen. */
export const checks: readonly Check[] = [
  nodeVersion,
  configuration,
  triedMailbox,
  mailServer,
  awsCredentials,
  roles,
  tokens,
  endpoint,
  ewsAnswer,
  roleEffect,
  impersonation,
  capabilities,
  publicUrl,
  redis,
  jwks,
  policy,
  persistedOperations,
  auditLog,
  ports,
  clock,
];
