import { withoutProperties, withProperties } from '../item/item-properties.ts';
import { childText, node, type XmlNode } from '../xml/xml.ts';

/** Whether a task is done, by its status or its percentage. */
export const isDone = (task: XmlNode): boolean =>
  childText(task, 't:Status') === 'Completed' || childText(task, 't:PercentComplete') === '100';

/**
 * A task after a change, whose status and percentage follow each other, whichever of them was written: one that was done and is so no longer loses the day
 * on which it was. Anything but a task stays as it is. `labels`: which properties were written, by propertyLabel.
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxotask
 */
export const withTaskState = (before: XmlNode, after: XmlNode, labels: ReadonlySet<string>): XmlNode => {
  if (after.name !== 't:Task' || !isDone(before)) return after;
  const isReopened = labels.has('t:Status') && childText(after, 't:Status') !== 'Completed';
  const isLess = labels.has('t:PercentComplete') && childText(after, 't:PercentComplete') !== '100';
  if (!isReopened && !isLess) return after;
  return withProperties(withoutProperties(after, new Set(['t:CompleteDate'])), [
    isReopened ? undefined : node('t:Status', 'InProgress'),
    isLess ? undefined : node('t:PercentComplete', '0'),
  ]);
};
