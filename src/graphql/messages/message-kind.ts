import { messageProperties } from '../../ews/properties/message.ts';
import type { Restriction } from '../../ews/properties/restriction.ts';
import type { MessageKindName } from './message-filter.ts';

/** Beginnings of item classes; the kinds of mail that are nothing else are what remains. */
const classPrefixes: Readonly<
  Record<Exclude<MessageKindName, 'MAIL' | 'DELIVERY_REPORT' | 'READ_RECEIPT' | 'OTHER'>, string>
> = {
  MEETING_REQUEST: 'IPM.Schedule.Meeting.Request',
  MEETING_RESPONSE: 'IPM.Schedule.Meeting.Resp',
  MEETING_CANCELLATION: 'IPM.Schedule.Meeting.Canceled',
  POST: 'IPM.Post',
};

const classStartsWith = (prefix: string): Restriction => ({
  property: messageProperties.itemClass,
  contains: prefix,
  mode: 'Prefixed',
});
const classContains = (part: string): Restriction => ({
  property: messageProperties.itemClass,
  contains: part,
  mode: 'Substring',
});
const receiptParts = ['.IPNRN', '.IPNNRN'];
const isReport = classStartsWith('REPORT.');
const isReceipt: Restriction = { and: [isReport, { or: receiptParts.map(classContains) }] };
const isMail = classStartsWith('IPM.Note');

/** What an item of this kind is like, by its item class. */
export const kindRestriction = (kind: MessageKindName): Restriction => {
  switch (kind) {
    case 'MAIL':
      return isMail;
    case 'READ_RECEIPT':
      return isReceipt;
    case 'DELIVERY_REPORT':
      return { and: [isReport, { not: isReceipt }] };
    case 'OTHER':
      return { not: { or: [isMail, isReport, ...Object.values(classPrefixes).map(classStartsWith)] } };
    default:
      return classStartsWith(classPrefixes[kind]);
  }
};

/** The kind of a message by its item class; the same rules as the filter's. */
export const messageKind = (itemClass: string | undefined): MessageKindName => {
  const name = (itemClass ?? 'IPM.Note').toUpperCase();
  if (name.startsWith('IPM.NOTE')) return 'MAIL';
  if (name.startsWith('REPORT.'))
    return receiptParts.some((part) => name.includes(part)) ? 'READ_RECEIPT' : 'DELIVERY_REPORT';
  for (const [kind, prefix] of Object.entries(classPrefixes))
    if (name.startsWith(prefix.toUpperCase())) return kind as keyof typeof classPrefixes;
  return 'OTHER';
};
