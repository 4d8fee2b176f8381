import { AssumeImpersonationRoleCommand, WorkMailClient } from '@aws-sdk/client-workmail';
import {
  ConnectingIdType,
  ExchangeService,
  ExchangeVersion,
  ImpersonatedUserId,
  OAuthCredentials,
  TimeZoneInfo,
  Uri,
} from 'ews-javascript-api';
import { startJourney, type Journey } from '../../journeys/start.ts';
import { ask } from '../ask-gateway.ts';
import { addressOf, type Person } from '../people.ts';

/** A gateway on an emulator, and ews-javascript-api at the same emulator. */
export interface MailWorld {
  readonly journey: Journey;
  /** The client acting for somebody, with times in a zone of Windows' names; UTC when absent. */
  service(person: Person, zone?: string): ExchangeService;
  /** Runs an operation at the gateway, as `ask` of ask-gateway.ts. */
  ask<Data>(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  close(): Promise<void>;
}

/** Starts it around today, with a token of the role that may do everything. */
export const startMailWorld = async (): Promise<MailWorld> => {
  const journey = await startJourney({ today: new Date() });
  const token = await assumeRole(journey);
  return {
    journey,
    service: (person, zone) => {
      const timeZone = zone === undefined ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone);
      const service = new ExchangeService(ExchangeVersion.Exchange2010_SP2, timeZone);
      service.Url = new Uri(journey.emulatorUrl);
      // Verbatim: what WorkMail gives need not look like a JWT.
      service.Credentials = new OAuthCredentials(token, true);
      service.ImpersonatedUserId = new ImpersonatedUserId(ConnectingIdType.SmtpAddress, addressOf(person));
      return service;
    },
    ask: (document, variables) => ask(journey, document, variables),
    close: () => journey.close(),
  };
};

const assumeRole = async ({ emulator, emulatorUrl }: Journey): Promise<string> => {
  const client = new WorkMailClient({
    endpoint: new URL(emulatorUrl).origin,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
  });
  const { Token } = await client.send(
    new AssumeImpersonationRoleCommand({
      OrganizationId: emulator.organizationId,
      ImpersonationRoleId: emulator.roles.fullAccess,
    }),
  );
  client.destroy();
  if (Token === undefined) throw new Error('AssumeImpersonationRole gave no token');
  return Token;
};
