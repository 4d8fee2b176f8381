import { expect, it } from 'vitest';
import type { SeedOrganization } from '../../src/emulator/store/model.ts';
import { codesIn, startEmulator } from './running-emulator.ts';
import { smallOrganization } from './small-organization.ts';

/** The small organisation, and the addresses of its mailboxes as they are made. */
const watched = (): { readonly seed: SeedOrganization; readonly made: readonly string[] } => {
  const made: string[] = [];
  const organization = smallOrganization();
  const mailboxes = organization.mailboxes.map((owner) => ({
    ...owner,
    root: () => {
      made.push(owner.address);
      return owner.root();
    },
  }));
  return { seed: { ...organization, mailboxes }, made };
};

const getInbox = `<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>`;

const resolveBob = `<m:ResolveNames ReturnFullContactData="false" SearchScope="ActiveDirectory"><m:UnresolvedEntry>bob</m:UnresolvedEntry></m:ResolveNames>`;

it('The directory and the tokens do without any mailbox', async () => {
  const { seed, made } = watched();
  const { api, emulator, token } = await startEmulator({ seed });
  await token();
  for (const action of ['ListUsers', 'ListResources', 'ListGroups', 'ListImpersonationRoles']) {
    expect((await api(action)).status).toBe(200);
  }
  expect((await api('DescribeUser', { UserId: 'bob@example.test' })).body['DisplayName']).toBe('Bob Jones');
  const effect = { ImpersonationRoleId: emulator.roles.readOnly, TargetUser: 'vault@example.test' };
  expect((await api('GetImpersonationRoleEffect', effect)).body['Effect']).toBe('DENY');
  expect(made).toEqual([]);
});

it('A mailbox is made by the first request that acts in it, once, and no other one with it', async () => {
  const { seed, made } = watched();
  const { call } = await startEmulator({ seed });
  expect(codesIn(await call(resolveBob))).toEqual(['NoError']);
  expect(codesIn(await call(getInbox))).toEqual(['NoError']);
  expect(made).toEqual(['alice@example.test']);
  expect(codesIn(await call(getInbox, 'bob@example.test'))).toEqual(['NoError']);
  expect(made).toEqual(['alice@example.test', 'bob@example.test']);
});

it('A request that is not allowed makes no mailbox', async () => {
  const { seed, made } = watched();
  const { call } = await startEmulator({ seed });
  expect(codesIn(await call(getInbox, 'vault@example.test'))).toEqual(['ErrorImpersonateUserDenied']);
  expect(made).toEqual([]);
});
