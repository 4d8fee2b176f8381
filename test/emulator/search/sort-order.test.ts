import { describe, expect, it } from 'vitest';
import { sortOrder } from '../../../src/emulator/search/sort-order.ts';
import { childText, node } from '../../../src/emulator/xml/xml.ts';
import { field, mailbox, message } from '../elements.ts';

const order = (...fields: readonly (readonly [uri: string, direction: string])[]) =>
  sortOrder(
    node(
      'm:SortOrder',
      fields.map(([uri, Order]) => node('t:FieldOrder', { Order }, [field(uri)])),
    ),
  ).sort;
const mail = (subject: string, received?: string, from?: string) => ({
  element: message(
    { 't:Subject': subject, ...(received === undefined ? {} : { 't:DateTimeReceived': received }) },
    from === undefined ? [] : [mailbox('t:From', from)],
  ),
});
const subjects = (items: readonly ReturnType<typeof mail>[]) =>
  items.map((item) => childText(item.element, 't:Subject'));

describe('SortOrder', () => {
  it('orders by the milliseconds that the wire does not show', () => {
    const items = [mail('later', '2026-03-01T10:00:00.900Z'), mail('earlier', '2026-03-01T10:00:00.100Z')];
    expect(subjects(order(['item:DateTimeReceived', 'Ascending'])(items))).toEqual(['earlier', 'later']);
    expect(subjects(order(['item:DateTimeReceived', 'Descending'])(items))).toEqual(['later', 'earlier']);
  });

  it('orders by the next field where the first is equal, and else keeps the order of arrival', () => {
    const items = [
      mail('b', '2026-03-01T10:00:00Z', 'X'),
      mail('a', '2026-03-01T10:00:00Z', 'X'),
      mail('A', undefined, 'W'),
    ];
    const byBoth = order(['message:From', 'Descending'], ['item:Subject', 'Ascending']);
    expect(subjects(byBoth(items))).toEqual(['a', 'b', 'A']);
    expect(subjects(order(['item:DateTimeReceived', 'Descending'])(items))).toEqual(['b', 'a', 'A']);
  });

  it('orders strings without regard to case and senders by name', () => {
    const items = [mail('b'), mail('A'), mail('C')];
    expect(subjects(order(['item:Subject', 'Ascending'])(items))).toEqual(['A', 'b', 'C']);
    const sent = [mail('1', undefined, 'Zoe'), mail('2', undefined, 'adam')];
    expect(subjects(order(['message:From', 'Ascending'])(sent))).toEqual(['2', '1']);
  });

  it('puts items without the value first ascending and last descending', () => {
    const items = [mail('has', '2026-03-01T10:00:00Z'), mail('lacks')];
    expect(subjects(order(['item:DateTimeReceived', 'Ascending'])(items))).toEqual(['lacks', 'has']);
    expect(subjects(order(['item:DateTimeReceived', 'Descending'])(items))).toEqual(['has', 'lacks']);
  });

  it.each(['item:Body', 'item:ConversationId', 'message:ToRecipients', 'item:Categories'])('refuses %s', (uri) => {
    expect(() => order([uri, 'Ascending'])).toThrow(
      expect.objectContaining({ responseCode: 'ErrorUnsupportedPathForSortGroup' }),
    );
  });
});
