import {
  BasePropertySet,
  BodyType,
  ConnectingIdType,
  EmailMessageSchema,
  ExchangeService,
  ExchangeVersion,
  ImpersonatedUserId,
  type Item,
  ItemSchema,
  ItemView,
  PropertySet,
  TimeZoneInfo,
  Uri,
  WebCredentials,
  WellKnownFolderName,
} from 'ews-javascript-api';
import type { PeerAnswer, PeerWork } from './peer-work.ts';

/*
 * What a program in Node would take instead, in a process of its own: ews-javascript-api reads the same list and the same messages into its objects, and
 * that is all. First argument: the address of the canned backend.
 */

const service = new ExchangeService(ExchangeVersion.Exchange2010_SP2, TimeZoneInfo.Utc);
service.Url = new Uri(process.argv[2] ?? '');
service.Credentials = new WebCredentials('gateway', 'a password');
service.ImpersonatedUserId = new ImpersonatedUserId(ConnectingIdType.SmtpAddress, 'alice@example.test');

const listShape = new PropertySet(
  BasePropertySet.IdOnly,
  ItemSchema.Subject,
  ItemSchema.DateTimeReceived,
  ItemSchema.Size,
  ItemSchema.Importance,
  ItemSchema.DateTimeSent,
  ItemSchema.HasAttachments,
  EmailMessageSchema.From,
  EmailMessageSchema.IsRead,
);
const fullShape = new PropertySet(
  BasePropertySet.IdOnly,
  ItemSchema.Subject,
  ItemSchema.Body,
  ItemSchema.DateTimeReceived,
  ItemSchema.Importance,
  ItemSchema.HasAttachments,
  EmailMessageSchema.From,
  EmailMessageSchema.ToRecipients,
  EmailMessageSchema.CcRecipients,
  EmailMessageSchema.IsRead,
);
fullShape.RequestedBodyType = BodyType.Text;

const found = async (shape: PropertySet): Promise<readonly Item[]> => {
  const view = new ItemView(50);
  view.PropertySet = shape;
  return (await service.FindItems(WellKnownFolderName.Inbox, view)).Items;
};

const works: Readonly<Record<PeerWork['work'], () => Promise<readonly Item[]>>> = {
  list: () => found(listShape),
  full: async () => {
    const items = await found(new PropertySet(BasePropertySet.IdOnly));
    await service.LoadPropertiesForItems([...items], fullShape);
    return items;
  },
};

process.on('message', ({ work, times }: Partial<PeerWork>) => {
  if (work === undefined || times === undefined) return;
  void (async () => {
    let shown = '';
    for (let time = 0; time < times; time += 1) {
      const items = await works[work]();
      const last = items.at(-1);
      shown = `${items.length} ${last?.Subject} ${work === 'full' ? last?.Body.Text.length : ''}`;
    }
    process.send?.({ shown } satisfies PeerAnswer);
  })();
});
process.send?.('ready');
