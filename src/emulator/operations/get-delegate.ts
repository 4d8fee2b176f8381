import { isAddressOf } from '../mail/addressee.ts';
import { EmulatorError } from '../emulator-error.ts';
import { answerOnce, type OperationContext, type OperationHandler } from '../operation.ts';
import { distinguishedFolder, type Owner } from '../store/store.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/**
 * Whoever may read one of the folders that delegates work in is a delegate, who may read and no more. Nobody learns of the delegates of others.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getdelegate-operation
 */
export const getDelegate: OperationHandler = (request, context) =>
  answerOnce('GetDelegate', () => {
    const asked = childText(child(request, 'm:Mailbox'), 't:EmailAddress') ?? '';
    if (!isAddressOf(context.mailbox, asked)) throw new EmulatorError('ErrorAccessDenied');
    const withPermissions = isTrue(request.attributes['IncludePermissions']);
    const wanted = child(request, 'm:UserIds')?.children.map(
      (user) => childText(user, 't:PrimarySmtpAddress')?.trim().toLowerCase() ?? '',
    );
    const delegates = delegatesOf(context);
    const messages = (wanted ?? [...delegates.keys()]).map((address) => {
      const user = delegates.get(address);
      return user === undefined ? notDelegate : delegateMessage(context, user, withPermissions);
    });
    return [
      messages.length === 0 ? undefined : node('m:ResponseMessages', messages),
      node('m:DeliverMeetingRequests', messages.length === 0 ? 'NoForward' : 'DelegatesAndMe'),
    ];
  });

/** Folders with a permission level of their own, in the order of t:DelegatePermissions. */
const folders = ['Calendar', 'Tasks', 'Inbox', 'Contacts', 'Notes', 'Journal'];

const sharedWith = ({ mailbox }: OperationContext, folder: string): readonly string[] =>
  distinguishedFolder(mailbox, folder.toLowerCase())?.sharedWith ?? [];

const delegatesOf = (context: OperationContext): ReadonlyMap<string, Owner> => {
  const addresses = new Set(folders.flatMap((folder) => sharedWith(context, folder)));
  const accounts = [...addresses].flatMap((address) => context.store.accounts.get(address) ?? []);
  return new Map(accounts.map((account) => [account.address, account]));
};

const delegateMessage = (context: OperationContext, user: Owner, withPermissions: boolean): XmlNode => {
  const levels = folders.map((folder) =>
    node(`t:${folder}FolderPermissionLevel`, sharedWith(context, folder).includes(user.address) ? 'Reviewer' : 'None'),
  );
  return node('m:DelegateUserResponseMessageType', { ResponseClass: 'Success' }, [
    node('m:ResponseCode', 'NoError'),
    node('m:DelegateUser', [
      node('t:UserId', [node('t:PrimarySmtpAddress', user.address), node('t:DisplayName', user.displayName)]),
      withPermissions ? node('t:DelegatePermissions', levels) : undefined,
      node('t:ReceiveCopiesOfMeetingMessages', String(sharedWith(context, 'Calendar').includes(user.address))),
      node('t:ViewPrivateItems', 'false'),
    ]),
  ]);
};

const notDelegate = node('m:DelegateUserResponseMessageType', { ResponseClass: 'Error' }, [
  node('m:MessageText', 'The user is no delegate of this mailbox.'),
  node('m:ResponseCode', 'ErrorNotDelegate'),
  node('m:DescriptiveLinkKey', '0'),
]);
