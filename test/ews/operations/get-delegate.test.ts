import { describe, expect, it } from 'vitest';
import { getDelegate } from '../../../src/ews/operations/get-delegate.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { describeWithWitness } from '../../witness.ts';
import { answeredAs } from '../answered.ts';
import { recordedAnswer, recordedIn } from '../recorded.ts';

const mailbox = address('alice@example.test');
const one = (outcome: string, user = ''): string =>
  `<m:DelegateUserResponseMessageType ResponseClass=${outcome}${user}</m:DelegateUserResponseMessageType>`;
const read = (response: string): Promise<readonly unknown[]> =>
  answeredAs(getDelegate, { mailbox }, `<m:GetDelegateResponse ${response}</m:GetDelegateResponse>`);

describe('GetDelegate', () => {
  it('asks for all delegates with what they may do', () => {
    expect(writeXml(getDelegate.encode({ mailbox }))).toBe(
      '<m:GetDelegate IncludePermissions="true"><m:Mailbox><t:EmailAddress>alice@example.test</t:EmailAddress></m:Mailbox></m:GetDelegate>',
    );
  });

  it('reads delegates, and counts those that the server could not tell', async () => {
    const user =
      '<m:DelegateUser><t:UserId><t:PrimarySmtpAddress>Bob@example.test</t:PrimarySmtpAddress><t:DisplayName>Bob</t:DisplayName></t:UserId><t:DelegatePermissions><t:CalendarFolderPermissionLevel>Editor</t:CalendarFolderPermissionLevel><t:InboxFolderPermissionLevel>Emperor</t:InboxFolderPermissionLevel></t:DelegatePermissions><t:ReceiveCopiesOfMeetingMessages>true</t:ReceiveCopiesOfMeetingMessages><t:ViewPrivateItems>false</t:ViewPrivateItems></m:DelegateUser>';
    expect(
      await read(
        `ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:ResponseMessages>${one('"Error"><m:ResponseCode>ErrorDelegateMissingConfiguration</m:ResponseCode>')}${one('"Success"><m:ResponseCode>NoError</m:ResponseCode>', user)}</m:ResponseMessages><m:DeliverMeetingRequests>DelegatesAndMe</m:DeliverMeetingRequests>`,
      ),
    ).toEqual([
      {
        delegates: [
          {
            user: { name: 'Bob', address: 'bob@example.test' },
            calendar: 'Editor',
            inbox: 'Custom',
            tasks: 'None',
            contacts: 'None',
            notes: 'None',
            journal: 'None',
            receivesMeetingMessages: true,
            canSeePrivate: false,
          },
        ],
        untold: 1,
        deliverMeetingRequests: 'DelegatesAndMe',
      },
    ]);
  });

  it('tells an owner without delegates from a refusal', async () => {
    expect(await read('ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>')).toEqual([
      { delegates: [], untold: 0, deliverMeetingRequests: undefined },
    ]);
    expect(await read('ResponseClass="Error"><m:ResponseCode>ErrorAccessDenied</m:ResponseCode>')).toEqual([
      'ErrorAccessDenied',
    ]);
    await expect(read('>')).rejects.toThrow('ResponseClass');
  });
});

describeWithWitness('a sample answer to GetDelegate', (folder) => {
  it('is read', async () => {
    const recorded =
      recordedIn(`${folder}/ews/samples`).find(({ name }) => name.startsWith('GetDelegate-01')) ?? expect.fail();
    expect(await recordedAnswer(recorded, getDelegate, { mailbox })).toMatchObject([
      {
        delegates: [
          { user: { address: 'user1@example.com' }, calendar: 'Author', contacts: 'Reviewer', inbox: 'None' },
        ],
      },
    ]);
  });
});
