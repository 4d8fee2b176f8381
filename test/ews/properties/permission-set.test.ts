import { describe, expect, it } from 'vitest';
import { permissionSet } from '../../../src/ews/properties/permission-set.ts';
import { parsed } from '../parsed.ts';

describe('the permissions of a folder', () => {
  it('are read from a calendar, whose words are others', () => {
    const written = `
      <t:PermissionSet><t:CalendarPermissions>
        <t:CalendarPermission><t:UserId><t:DistinguishedUser>Default</t:DistinguishedUser></t:UserId><t:CanCreateItems>false</t:CanCreateItems><t:ReadItems>TimeOnly</t:ReadItems><t:CalendarPermissionLevel>FreeBusyTimeOnly</t:CalendarPermissionLevel></t:CalendarPermission>
        <t:CalendarPermission><t:UserId><t:SID>S-1-5-21</t:SID><t:PrimarySmtpAddress>Bob@Example.test</t:PrimarySmtpAddress><t:DisplayName>Bob</t:DisplayName></t:UserId><t:CanCreateItems>true</t:CanCreateItems><t:CanCreateSubFolders>true</t:CanCreateSubFolders><t:IsFolderVisible>true</t:IsFolderVisible><t:EditItems>All</t:EditItems><t:DeleteItems>All</t:DeleteItems><t:ReadItems>FullDetails</t:ReadItems><t:CalendarPermissionLevel>PublishingEditor</t:CalendarPermissionLevel></t:CalendarPermission>
      </t:CalendarPermissions></t:PermissionSet>`;
    expect(permissionSet.decode(parsed(written))).toEqual([
      expect.objectContaining({
        grantee: { user: undefined, everybody: 'Default' },
        level: 'FreeBusyTimeOnly',
        readItems: 'TimeOnly',
        editItems: 'None',
        isVisible: false,
      }),
      {
        grantee: { user: { name: 'Bob', address: 'bob@example.test' }, everybody: undefined },
        level: 'PublishingEditor',
        readItems: 'FullDetails',
        editItems: 'All',
        deleteItems: 'All',
        canCreateItems: true,
        canCreateSubfolders: true,
        isOwner: false,
        isVisible: true,
      },
    ]);
  });

  it('are taken for rights of an unknown kind, not for none, where a level is newer than the contract', () => {
    const written =
      '<t:PermissionSet><t:Permissions><t:Permission><t:UserId/><t:PermissionLevel>Emperor</t:PermissionLevel></t:Permission></t:Permissions></t:PermissionSet>';
    expect(permissionSet.decode(parsed(written))).toMatchObject([
      { grantee: { user: undefined, everybody: undefined }, level: 'Custom' },
    ]);
    expect(permissionSet.decode(parsed('<t:PermissionSet/>'))).toEqual([]);
  });
});
