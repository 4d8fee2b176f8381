import { EmulatorError } from '../emulator-error.ts';
import { keepOofSettings, oofSettings } from '../mail/oof-settings.ts';
import type { OperationContext, OperationHandler } from '../operation.ts';
import { readInstant, writeInstant } from '../calendar/time-zone.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuseroofsettings-operation */
export const getUserOofSettings: OperationHandler = (request, context) =>
  answer('GetUserOofSettings', () => {
    checkOwn(request, context);
    return [
      node('t:OofSettings', withPeriod(oofSettings(context.mailbox).parts, context.now())),
      node('m:AllowExternalOof', 'All'),
    ];
  });

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/setuseroofsettings-operation */
export const setUserOofSettings: OperationHandler = (request, context) =>
  answer('SetUserOofSettings', () => {
    checkOwn(request, context);
    const given = child(request, 't:UserOofSettings');
    if (given === undefined) throw new EmulatorError('ErrorInvalidUserOofSettings');
    checkPeriod(given);
    keepOofSettings(context.mailbox, { parts: given.children.map(inUtc) });
    return [];
  });

/** A period is told in every state, as Exchange does: the day from now on where none was given. */
const withPeriod = (parts: readonly XmlNode[], now: number): readonly XmlNode[] => {
  if (parts.some(({ name }) => name === 't:Duration')) return parts;
  const day = [
    node('t:StartTime', writeInstant(now, 'UTC')),
    node('t:EndTime', writeInstant(now + 24 * 60 * 60 * 1000, 'UTC')),
  ];
  const isBefore = ({ name }: XmlNode): boolean => name === 't:OofState' || name === 't:ExternalAudience';
  return [...parts.filter(isBefore), node('t:Duration', day), ...parts.filter((part) => !isBefore(part))];
};

/** This service has no list of messages: class and code stand in m:ResponseMessage, before what it tells. */
const answer = (operation: string, work: () => readonly XmlNode[]): XmlNode => {
  const told = (responseClass: string, code: string, content: readonly XmlNode[], text?: string): XmlNode =>
    node(`m:${operation}Response`, [
      node('m:ResponseMessage', { ResponseClass: responseClass }, [
        text === undefined ? undefined : node('m:MessageText', text),
        node('m:ResponseCode', code),
        text === undefined ? undefined : node('m:DescriptiveLinkKey', '0'),
      ]),
      ...content,
    ]);
  try {
    return told('Success', 'NoError', work());
  } catch (error) {
    if (!(error instanceof EmulatorError)) throw error;
    return told('Error', error.responseCode, [], error.message);
  }
};

/** Nobody reads or writes the settings of others. */
const checkOwn = (request: XmlNode, { mailbox }: OperationContext): void => {
  const asked = (childText(child(request, 't:Mailbox'), 't:Address') ?? '').trim().toLowerCase();
  if (asked !== mailbox.address && !mailbox.aliases.includes(asked)) throw new EmulatorError('ErrorAccessDenied');
};

const checkPeriod = (settings: XmlNode): void => {
  const period = child(settings, 't:Duration');
  if (period === undefined) {
    if (childText(settings, 't:OofState') === 'Scheduled') throw new EmulatorError('ErrorInvalidScheduledOofDuration');
    return;
  }
  const [start, end] = ['t:StartTime', 't:EndTime'].map((name) => readInstant(childText(period, name) ?? '', 'UTC'));
  if (start === undefined || end === undefined || end <= start)
    throw new EmulatorError('ErrorInvalidScheduledOofDuration');
};

/** The period in UTC, whatever it was given in; the rest as it is. */
const inUtc = (part: XmlNode): XmlNode =>
  part.name === 't:Duration'
    ? node(
        't:Duration',
        part.children.map(({ name, text }) => node(name, writeInstant(readInstant(text, 'UTC'), 'UTC'))),
      )
    : part;
