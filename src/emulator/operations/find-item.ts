import { calendarWindow, eventsIn } from '../calendar/calendar-view.ts';
import { EmulatorError, RequestFault } from '../emulator-error.ts';
import type { Carrier } from '../item/extended-property.ts';
import { findIn } from '../store/folder-items.ts';
import { groupBy, groupPage } from '../search/group-by.ts';
import { lookUpFolder } from '../store/lookup.ts';
import { answerEach, type OperationContext, type OperationHandler, success } from '../operation.ts';
import { contactsInView, takePage } from '../search/paging.ts';
import { queryString } from '../search/query-string.ts';
import type { Predicate } from '../search/restriction.ts';
import { readShape, type Shape, shapeFoundItem } from '../item/shape.ts';
import { type SortOrder, sortOrder } from '../search/sort-order.ts';
import { everything, soughtItems } from '../search/sought-items.ts';
import type { Sought } from '../store/ordered-items.ts';
import type { Rows } from '../store/sorted-list.ts';
import type { StoredFolder, StoredItem } from '../store/store.ts';
import { ianaZone } from '../calendar/time-zone.ts';
import { child, node, type XmlNode } from '../xml/xml.ts';

/**
 * Items of each parent folder, one message for each, in order. Traversal SoftDeleted and Associated look at lists of their own, which are
 * empty here. https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation
 */
export const findItem: OperationHandler = (request, context) => {
  const find = compile(request, context);
  return answerEach('FindItem', child(request, 'm:ParentFolderIds')?.children ?? [], (parentId) =>
    success('FindItem', [find(parentId)]),
  );
};

/** Reads the request once; what it returns finds in one parent folder and makes the m:RootFolder. */
const compile = (request: XmlNode, context: OperationContext): ((parentId: XmlNode) => XmlNode) => {
  const shape = readShape(child(request, 'm:ItemShape'));
  const sort = child(request, 'm:SortOrder');
  const order = sort && sortOrder(sort);
  const view = request.children.find((part) => part.name.endsWith('View'));
  const contactsView = view?.name === 'm:ContactsView' ? view : undefined;
  // That view has an order of its own, in which an m:SortOrder leaves what it does not tell apart.
  const keptOrder = contactsView === undefined ? order : undefined;
  const { sought, matches } = conditions(request, keptOrder, context);
  const grouping = groupBy(child(request, 'm:GroupBy') ?? child(request, 'm:DistinguishedGroupBy'));
  if (view?.name === 'm:CalendarView') return calendarView(request, view, shape, context);
  const find = (folder: StoredFolder): Rows<StoredItem> => {
    if (request.attributes['Traversal'] !== 'Shallow') return [];
    const kept = findIn(context, folder, keptOrder, sought);
    const found = matches === undefined ? kept : [...kept].filter(matches);
    if (contactsView === undefined) return found;
    const viewed = contactsInView([...found], contactsView);
    return order === undefined ? viewed : order.sort(viewed);
  };
  return (parentId) => {
    const found = find(lookUpFolder(context, parentId));
    const show = (item: Carrier): XmlNode => shapeFoundItem(shape, item, context.timeZoneId);
    if (grouping !== undefined) return groupPage([...found], grouping, view, show);
    const { rows, attributes } = takePage(found, view);
    return node('m:RootFolder', attributes, [node('t:Items', rows.map(show))]);
  };
};

/** Which items a request seeks. */
interface Conditions {
  /** What a folder can keep. */
  readonly sought: Sought;
  /** What depends on the clock as well, so that no folder can keep what it finds; undefined: nothing. */
  readonly matches: Predicate | undefined;
}

const conditions = (request: XmlNode, order: SortOrder | undefined, context: OperationContext): Conditions => {
  const sought = child(request, 'm:Restriction');
  const query = child(request, 'm:QueryString');
  const zone = ianaZone(context.timeZoneId);
  if (query === undefined) return { sought: soughtItems(sought, order, zone), matches: undefined };
  if (context.options.withoutQueryString) {
    throw new RequestFault(
      'ErrorInvalidRequest',
      'The request is invalid: this server does not search by QueryString.',
    );
  }
  if (sought !== undefined) {
    throw new EmulatorError('ErrorInvalidArgument', 'A restriction and a query string cannot be used together.');
  }
  return { sought: everything, matches: queryString(query.text, { now: context.now(), zone }) };
};

const calendarView = (
  request: XmlNode,
  view: XmlNode,
  shape: Shape,
  context: OperationContext,
): ((parentId: XmlNode) => XmlNode) => {
  for (const [name, responseCode] of Object.entries(refusedInCalendarView)) {
    if (child(request, name) === undefined) continue;
    throw new EmulatorError(responseCode, `A CalendarView cannot be used together with ${name.slice(2)}.`);
  }
  const window = calendarWindow(view, ianaZone(context.timeZoneId));
  return (parentId) => {
    const folder = lookUpFolder(context, parentId);
    if (!folder.folderClass.startsWith('IPF.Appointment')) {
      throw new EmulatorError('ErrorCalendarFolderIsInvalidForCalendarView');
    }
    const events = request.attributes['Traversal'] === 'Shallow' ? eventsIn([...folder.items], window) : [];
    const { rows, attributes } = takePage(events, view);
    const shown = rows.map((event) => shapeFoundItem(shape, event, context.timeZoneId));
    return node('m:RootFolder', attributes, [node('t:Items', shown)]);
  };
};

const refusedInCalendarView: Readonly<Record<string, string>> = {
  'm:Restriction': 'ErrorInvalidRestriction',
  'm:SortOrder': 'ErrorUnsupportedPathForSortGroup',
  'm:GroupBy': 'ErrorUnsupportedPathForSortGroup',
  'm:DistinguishedGroupBy': 'ErrorUnsupportedPathForSortGroup',
  'm:QueryString': 'ErrorInvalidArgument',
};
