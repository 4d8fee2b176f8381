import { defineOperation } from '../operation.ts';
import { timeZoneReference, type TimeZoneReference } from '../properties/time-zone.ts';
import { childrenNamed, element, required } from '../xml.ts';

/** Which of the zones that the server knows. */
export interface GetServerTimeZonesInput {
  /** Windows ids to look up; absent: all that the server knows. */
  readonly ids?: readonly string[];
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getservertimezones-operation */
export const getServerTimeZones = defineOperation<GetServerTimeZonesInput, readonly TimeZoneReference[]>({
  name: 'GetServerTimeZones',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: ({ ids }) =>
    element('m:GetServerTimeZones', { ReturnFullTimeZoneData: 'false' }, [
      ids === undefined
        ? undefined
        : element(
            'm:Ids',
            ids.map((id) => element('t:Id', id)),
          ),
    ]),
  decode: (message) =>
    childrenNamed(required(message, 'TimeZoneDefinitions'), 'TimeZoneDefinition').map(timeZoneReference.decode),
  rows: (zones) => zones.length,
});
