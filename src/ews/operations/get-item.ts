import { EwsError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { itemTargets, type ItemTarget } from '../properties/id.ts';
import { itemDecoder, itemShape } from '../properties/item-element.ts';
import type { Item } from '../properties/item-types.ts';
import type { AnyProperty } from '../properties/property.ts';
import { element, required } from '../xml.ts';

/** Which items, and what of them. */
export interface GetItemInput {
  /** One answer per id, in this order. Keep it under a hundred, under twenty with bodies. */
  readonly ids: readonly ItemTarget[];
  /** Rows of any permissions; body rows of one form only, else InvalidInputError. */
  readonly wanted: readonly AnyProperty[];
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation */
export const getItem = defineOperation<GetItemInput, Item>({
  name: 'GetItem',
  access: 'read',
  names: { field: 'ids', kind: 'content' },
  idempotent: true,
  encode: ({ ids, wanted }) => element('m:GetItem', [itemShape(wanted), itemTargets(ids)]),
  decode: (message, { wanted }) => {
    const [node] = required(message, 'Items').children;
    const item = node === undefined ? undefined : itemDecoder(wanted)(node);
    if (item === undefined) throw new EwsError('decode', 'GetItem succeeded without an item');
    return item;
  },
  keys: ({ ids }) => ids.length,
});
