import type { Emulator, EmulatorAddresses } from '../emulator/emulator.ts';
import type { SeedOrganization } from '../emulator/store/model.ts';
import { version } from '../version.ts';

/** What a script needs to know of an emulator that listens; `--json` writes it. */
export interface EmulatorAnnouncement {
  readonly ewsUrl: string;
  readonly workmailApiEndpoint: string;
  readonly controlUrl: string;
  readonly organizationId: string;
  readonly region: string;
  readonly roles: Emulator['roles'];
  readonly mailboxes: readonly {
    readonly address: string;
    readonly displayName: string;
    readonly kind: 'USER' | 'ROOM' | 'EQUIPMENT';
    /** Of Basic authentication; rooms and equipment have none. */
    readonly password?: string;
    /** The impersonation roles may not open it. */
    readonly isClosedToRoles: boolean;
  }[];
  readonly groups: readonly { readonly address: string; readonly displayName: string }[];
  /** What its clock shows. */
  readonly clock: string;
  /** Environment variables: of a gateway on it, and of AWS's own tools. */
  readonly environment: {
    readonly gateway: Readonly<Record<string, string>>;
    readonly aws: Readonly<Record<string, string>>;
  };
}

/** The region that everything is said to be in. */
const region = 'eu-west-1';
const accessKey = { AWS_ACCESS_KEY_ID: 'emulator', AWS_SECRET_ACCESS_KEY: 'emulator' };

/** What is told of an emulator with that organisation. */
export const emulatorAnnouncement = (
  { organizationId, roles, clock }: Pick<Emulator, 'organizationId' | 'roles' | 'clock'>,
  { origin, ewsUrl, apiEndpoint }: EmulatorAddresses,
  { mailboxes, groups, closedToRoles = [] }: SeedOrganization,
): EmulatorAnnouncement => ({
  ewsUrl,
  workmailApiEndpoint: apiEndpoint,
  controlUrl: `${origin}/emulator`,
  organizationId,
  region,
  roles,
  mailboxes: mailboxes.map(({ address, displayName, kind, password }) => ({
    address,
    displayName,
    kind,
    ...(kind === 'USER' ? { password } : {}),
    isClosedToRoles: closedToRoles.includes(address),
  })),
  groups: groups.map(({ address, displayName }) => ({ address, displayName })),
  clock: new Date(clock.now()).toISOString(),
  environment: {
    gateway: {
      WORKMAIL_ORGANIZATION_ID: organizationId,
      WORKMAIL_REGION: region,
      WORKMAIL_EWS_URL: ewsUrl,
      WORKMAIL_API_ENDPOINT: apiEndpoint,
      IMPERSONATION_ROLE_ID: roles.fullAccess,
      READ_ONLY_IMPERSONATION_ROLE_ID: roles.readOnly,
      ...accessKey,
    },
    aws: { AWS_ENDPOINT_URL_WORKMAIL: apiEndpoint, AWS_REGION: region, ...accessKey },
  },
});

/** The same for people. */
export const announcementText = (announcement: EmulatorAnnouncement): string => {
  const { ewsUrl, workmailApiEndpoint, controlUrl, organizationId, roles, mailboxes, groups, clock, environment } =
    announcement;
  const width = Math.max(...[...mailboxes, ...groups].map(({ address }) => address.length)) + 2;
  const entry = (address: string, rest: string): string => `    ${address.padEnd(width)}${rest}`;
  const variables = (block: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(block).map(([name, value]) => `    export ${name}=${value}`);
  return [
    '',
    `  workmail-graphql ${version}: an emulated WorkMail organisation, in memory, for this machine only`,
    '',
    `  EWS:           ${ewsUrl}`,
    `  WorkMail API:  ${workmailApiEndpoint}`,
    `  Control:       ${controlUrl}`,
    `  Organisation:  ${organizationId}`,
    `  Roles:         ${roles.fullAccess} (full access)`,
    `                 ${roles.readOnly} (read only)`,
    `  Clock:         ${clock}`,
    '',
    '  Mailboxes, with the password of Basic authentication:',
    ...mailboxes.map(({ address, kind, password, isClosedToRoles }) =>
      entry(address, `${password ?? kind.toLowerCase()}${isClosedToRoles ? ' (closed to the roles)' : ''}`),
    ),
    ...(groups.length === 0
      ? []
      : ['  Groups:', ...groups.map(({ address, displayName }) => entry(address, displayName))]),
    '',
    '  For a gateway on it:',
    ...variables(environment.gateway),
    '',
    '  For AWS SDKs and the AWS CLI (aws workmail assume-impersonation-role ...):',
    ...variables(environment.aws),
    '',
    '  Ctrl-C stops it.',
    '',
    '',
  ].join('\n');
};
