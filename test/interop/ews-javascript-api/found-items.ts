import {
  BasePropertySet,
  EmailMessageSchema,
  type ExchangeService,
  type FindItemsResults,
  type Item,
  ItemSchema,
  ItemView,
  PropertySet,
  SearchFilter,
  SortDirection,
  type WellKnownFolderName,
} from 'ews-javascript-api';
import { xmlText } from './xml-text.ts';

/** Items as the client read them, a hundred at a time, with the totals that each page told. */
export interface Found {
  readonly items: readonly Item[];
  readonly pages: readonly (readonly Item[])[];
  readonly totals: readonly number[];
}

/**
 * Every item of a folder, newest first, or those that a filter or a query string finds. The client keeps the order of a page's items only
 * among those of one kind: it reads all t:Message, then all t:MeetingRequest, and so on.
 */
export const everyItem = async (
  service: ExchangeService,
  folder: WellKnownFolderName,
  wanted?: SearchFilter | string,
): Promise<Found> => {
  const pages: (readonly Item[])[] = [];
  const totals: number[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const view = new ItemView(100, offset);
    view.PropertySet = row;
    view.OrderBy.Add(ItemSchema.DateTimeReceived, SortDirection.Descending);
    const page: FindItemsResults<Item> = await (wanted === undefined
      ? service.FindItems(folder, view)
      : typeof wanted === 'string'
        ? service.FindItems(folder, wanted, view)
        : service.FindItems(folder, wanted, view));
    pages.push(page.Items);
    totals.push(page.TotalCount);
    offset = page.MoreAvailable ? page.NextPageOffset : null;
  }
  return { items: pages.flat(), pages, totals };
};

/** What a row of a list shows. */
const row = new PropertySet(
  BasePropertySet.IdOnly,
  ItemSchema.Subject,
  ItemSchema.DateTimeReceived,
  ItemSchema.ItemClass,
  ItemSchema.Categories,
  ItemSchema.HasAttachments,
  EmailMessageSchema.IsRead,
  EmailMessageSchema.InternetMessageId,
);

/** The one item of a folder with this subject, of which all its properties are loaded. Throws when there is none, or more. */
export const itemNamed = async <Kind extends Item = Item>(
  service: ExchangeService,
  folder: WellKnownFolderName,
  subject: string,
): Promise<Kind> => {
  const found = await itemsNamed<Kind>(service, folder, subject);
  const [item] = found;
  if (item === undefined || found.length > 1) throw new Error(`${found.length} items "${subject}"`);
  return item;
};

/** All items of a folder with this subject, with all their properties. */
export const itemsNamed = async <Kind extends Item = Item>(
  service: ExchangeService,
  folder: WellKnownFolderName,
  subject: string,
): Promise<readonly Kind[]> => {
  const { Items: items } = await service.FindItems(
    folder,
    new SearchFilter.IsEqualTo(ItemSchema.Subject, xmlText(subject)),
    new ItemView(50),
  );
  if (items.length > 0) await service.LoadPropertiesForItems(items, PropertySet.FirstClassProperties);
  return items as Kind[];
};

/** A filter that a message is read, or is not. */
export const isRead = (value: boolean): SearchFilter => new SearchFilter.IsEqualTo(EmailMessageSchema.IsRead, value);

/** Text with one kind of line ends: XML keeps none apart. */
export const plainLines = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();
