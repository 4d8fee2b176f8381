import { z } from 'zod';
import { EmulatorError } from '../emulator-error.ts';
import type { Store } from '../store/store.ts';
import { type ApiAction, apiAction, enabledSeconds, entityIdMember, roleIdMember } from './api-action.ts';
import { describedAccount } from './directory-entries.ts';
import { describedRole } from './impersonation-roles.ts';
import { page, pageMembers } from './page.ts';

/** https://docs.aws.amazon.com/workmail/latest/APIReference/API_GetAccessControlEffect.html */
const protocols = ['ActiveSync', 'AutoDiscover', 'EWS', 'IMAP', 'SMTP', 'WindowsOutlook', 'WebMail'] as const;

/** What can be asked about the organisation itself: its names, its domains, and who may come in from where. */
export const organizationActions: Readonly<Record<string, ApiAction>> = {
  ListOrganizations: apiAction(pageMembers, (input, { store }) => {
    const { OrganizationId, Alias, DefaultMailDomain, State } = organization(store);
    return page(input, 'OrganizationSummaries', [{ OrganizationId, Alias, DefaultMailDomain, State }]);
  }),
  DescribeOrganization: apiAction({}, (_, { store }) => organization(store)),
  ListMailDomains: apiAction(pageMembers, (input, { store }) => {
    const [first] = mailDomains(store);
    const domains = mailDomains(store).map((name) => ({ DomainName: name, DefaultDomain: name === first }));
    return page(input, 'MailDomains', domains);
  }),
  GetMailDomain: apiAction({ DomainName: z.string().min(3).max(209) }, ({ DomainName: asked }, { store }) => {
    const [first] = mailDomains(store);
    const name = asked.toLowerCase();
    if (!mailDomains(store).includes(name)) {
      throw new EmulatorError('MailDomainNotFoundException', 'The domain could not be found.');
    }
    const verified = { OwnershipVerificationStatus: 'VERIFIED', DkimVerificationStatus: 'VERIFIED' };
    return { Records: [], IsTestDomain: false, IsDefault: name === first, ...verified };
  }),
  ListAccessControlRules: apiAction({}, () => ({ Rules: [everybodyFromEverywhere] })),
  GetAccessControlEffect: apiAction(
    {
      IpAddress: z.ipv4(),
      Action: z.enum(protocols),
      UserId: entityIdMember.optional(),
      ImpersonationRoleId: roleIdMember.optional(),
    },
    ({ UserId: user, ImpersonationRoleId: role }, { store, access }) => {
      if ((user === undefined) === (role === undefined)) {
        throw new EmulatorError('InvalidParameterException', 'UserId or ImpersonationRoleId: give one of them.');
      }
      if (user !== undefined) describedAccount(user, store);
      if (role !== undefined) describedRole(role, access);
      return { Effect: everybodyFromEverywhere.Effect, MatchedRules: [everybodyFromEverywhere.Name] };
    },
  ),
};

/** The only access control rule: the emulator asks nobody where a request comes from. */
const everybodyFromEverywhere = {
  Name: 'Default',
  Effect: 'ALLOW',
  Description: 'Everybody, from everywhere, by every protocol',
  DateCreated: enabledSeconds,
  DateModified: enabledSeconds,
};

const organization = (store: Store) => {
  const [domain = 'localhost'] = mailDomains(store);
  return {
    OrganizationId: store.organizationId,
    Alias: domain.replaceAll(/[^a-z0-9]+/g, '-'),
    State: 'Active',
    DirectoryId: `d-${store.organizationId.slice(2, 12)}`,
    DirectoryType: 'VpcDirectory',
    DefaultMailDomain: domain,
    CompletedDate: enabledSeconds,
    ARN: `arn:aws:workmail:us-east-1:111122223333:organization/${store.organizationId}`,
    InteroperabilityEnabled: false,
  };
};

/** The domains of all addresses, in the order of the seed; the first is the default. */
const mailDomains = ({ accounts, groups }: Store): readonly string[] => [
  ...new Set(
    [...accounts.values()]
      .flatMap(({ address, aliases }) => [address, ...aliases])
      .concat(groups.map(({ address }) => address))
      .map((address) => address.slice(address.indexOf('@') + 1).toLowerCase()),
  ),
];
