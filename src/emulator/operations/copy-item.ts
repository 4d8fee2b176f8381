import type { OperationHandler } from '../operation.ts';
import { copyItem as copyStoredItem } from '../store/store-writes.ts';
import { transferItems } from '../mail/transfer-items.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/copyitem-operation */
export const copyItem: OperationHandler = (request, context) =>
  transferItems('CopyItem', request, context, copyStoredItem);
