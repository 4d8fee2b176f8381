import type { Mailbox } from '../store/store.ts';
import { childText, node, type XmlNode } from '../xml/xml.ts';

/** What automatic replies a mailbox gives. */
export interface OofSettings {
  /** t:OofState, t:ExternalAudience, t:Duration, t:InternalReply and t:ExternalReply, as they were given. */
  readonly parts: readonly XmlNode[];
}

/** The settings of a mailbox; switched off until somebody changes them. */
export const oofSettings = (mailbox: Mailbox): OofSettings => settings.get(mailbox) ?? switchedOff;

/** Keeps settings for as long as the mailbox lives. */
export const keepOofSettings = (mailbox: Mailbox, kept: OofSettings): void => {
  settings.set(mailbox, kept);
};

/**
 * The reply that a sender of the organisation, of the contacts of the mailbox or of elsewhere gets now, `now` in milliseconds since 1970; undefined:
 * none. Who has had one already is for the delivery to know.
 */
export const automaticReply = (
  mailbox: Mailbox,
  now: number,
  sender: 'inside' | 'contact' | 'stranger',
): string | undefined => {
  const isInside = sender === 'inside';
  const whole = node('t:OofSettings', oofSettings(mailbox).parts);
  const state = childText(whole, 't:OofState');
  const period = whole.children.find(({ name }) => name === 't:Duration');
  const isDue =
    state === 'Enabled' ||
    (state === 'Scheduled' &&
      now >= Date.parse(childText(period, 't:StartTime') ?? '') &&
      now < Date.parse(childText(period, 't:EndTime') ?? ''));
  const audiences = sender === 'contact' ? ['All', 'Known'] : ['All'];
  if (!isDue || (!isInside && !audiences.includes(childText(whole, 't:ExternalAudience') ?? ''))) return undefined;
  const reply = whole.children.find(({ name }) => name === (isInside ? 't:InternalReply' : 't:ExternalReply'));
  const text = childText(reply, 't:Message') ?? '';
  return text === '' ? undefined : text;
};

const settings = new WeakMap<Mailbox, OofSettings>();

const noReply = node('t:Message', '');
const switchedOff: OofSettings = {
  parts: [
    node('t:OofState', 'Disabled'),
    node('t:ExternalAudience', 'All'),
    node('t:InternalReply', [noReply]),
    node('t:ExternalReply', [noReply]),
  ],
};
