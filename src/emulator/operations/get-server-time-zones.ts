import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { type OperationHandler, response, success } from '../operation.ts';
import { timeZoneDefinition } from '../calendar/time-zone-definition.ts';
import { child, childrenNamed, isTrue, node } from '../xml/xml.ts';

/**
 * The zones asked for, all without m:Ids; an id that is not a Windows zone is left out, as Exchange does.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getservertimezones-operation
 */
export const getServerTimeZones: OperationHandler = (request, { now }) => {
  const ids = child(request, 'm:Ids');
  const asked = ids === undefined ? zoneIds : childrenNamed(ids, 't:Id').map(({ text }) => text.trim());
  const isFull = isTrue(request.attributes['ReturnFullTimeZoneData']);
  const known = asked.filter((id) => zoneIds.includes(id));
  return response('GetServerTimeZones', [
    success('GetServerTimeZones', [
      node(
        'm:TimeZoneDefinitions',
        known.map((id) => timeZoneDefinition(id, isFull, now())),
      ),
    ]),
  ]);
};

const zoneIds: readonly string[] = [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))];
