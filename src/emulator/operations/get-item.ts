import { mimeContent } from '../mail/mime.ts';
import { namedItem } from '../store/named-item.ts';
import { answerEach, type OperationContext, type OperationHandler, success } from '../operation.ts';
import { isSeries, seriesElements } from '../calendar/recurrence.ts';
import { readShape, shapeItem, type ShownItem } from '../item/shape.ts';
import type { StoredItem } from '../store/store.ts';
import { child, node, type XmlNode } from '../xml/xml.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation */
export const getItem: OperationHandler = (request, context) => {
  const shape = readShape(child(request, 'm:ItemShape'));
  return answerEach('GetItem', child(request, 'm:ItemIds')?.children ?? [], (id) =>
    success('GetItem', [node('m:Items', [shapeItem(shape, shownItem(id, context), context.timeZoneId)])]),
  );
};

const shownItem = (id: XmlNode, context: OperationContext): ShownItem => {
  const { item, occurrence } = namedItem(context, id);
  if (occurrence !== undefined) return shown(item, occurrence.element);
  return shown(item, isSeries(item.element) ? wholeMaster(item) : item.element);
};

const shown = ({ number, source }: StoredItem, element: XmlNode): ShownItem => ({
  element,
  number,
  mimeContent: () => mimeContent(source, element),
});

const wholeMaster = (master: StoredItem): XmlNode => ({
  ...master.element,
  children: [...master.element.children, ...seriesElements(master)],
});
