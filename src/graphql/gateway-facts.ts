import type { Capabilities } from '../mailbox/capabilities.ts';

/** A token that the gateway holds, without the token. */
export interface TokenFacts {
  readonly role: 'READ_ONLY' | 'FULL_ACCESS';
  /** Undefined while there is no token. */
  readonly expiresAt: Date | undefined;
  readonly hits: number;
  readonly refreshes: number;
}

/** An organisation that the gateway serves. */
export interface OrganizationFacts {
  readonly organizationId: string;
  readonly region: string;
  readonly tokens: readonly TokenFacts[];
}

/** What the gateway knows of itself; made by gateway.ts. */
export interface GatewayFacts {
  readonly version: string;
  /** RequestServerVersion of every EWS call. */
  readonly protocolVersion: string;
  /** Whether there is a role that may write. */
  readonly canWrite: boolean;
  readonly capabilities: Capabilities;
  /** The time of day. */
  readonly now: () => Date;
  /** As they are now. Empty where there are none: another EWS server has no organisations. */
  readonly organizations: () => readonly OrganizationFacts[];
}
