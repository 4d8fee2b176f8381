import type { OperationHandler } from '../operation.ts';
import { moveItem as moveStoredItem } from '../store/store-writes.ts';
import { transferItems } from '../mail/transfer-items.ts';

/** The old ids are dead afterwards. https://learn.microsoft.com/exchange/client-developer/web-service-reference/moveitem-operation */
export const moveItem: OperationHandler = (request, context) =>
  transferItems('MoveItem', request, context, moveStoredItem);
