import { child, element, required } from '../xml.ts';
import { instant, oneOf, optional, string, unreadable, type Codec } from './codec.ts';

/** Whom outside the organisation automatic replies go to: nobody, senders in the contacts, everybody. */
export type ExternalAudience = 'None' | 'Known' | 'All';

/** Automatic replies ("out of office"). All of it is written at once. */
export interface OofSettings {
  readonly state: 'Disabled' | 'Enabled' | 'Scheduled';
  readonly externalAudience: ExternalAudience;
  /** Between which instants replies go out when Scheduled; servers tell some period in the other states as well. */
  readonly period: { readonly start: string; readonly end: string } | undefined;
  /** HTML as Outlook writes it, or plain text; empty: none. */
  readonly internalReply: string;
  readonly externalReply: string;
}

/** Who may be answered outside; a word that is newer than our contract counts as nobody. */
export const externalAudience: Codec<ExternalAudience> = oneOf(['None', 'Known', 'All'], 'None');

const states = ['Disabled', 'Enabled', 'Scheduled'] as const;

/** To be told that replies are off when they are on would be worse than an error, so there is no fallback. */
const state: Codec<OofSettings['state']> = {
  decode: (node) => {
    const found = states.find((word) => word === node.text.trim());
    if (found === undefined) throw unreadable(node, 'a state of automatic replies');
    return found;
  },
  encode: (name, value) => element(name, value),
};

const period: Codec<NonNullable<OofSettings['period']>> = {
  decode: (node) => ({
    start: instant.decode(required(node, 'StartTime')),
    end: instant.decode(required(node, 'EndTime')),
  }),
  encode: (name, { start, end }) =>
    element(name, [instant.encode('t:StartTime', start), instant.encode('t:EndTime', end)]),
};

const reply: Codec<string> = {
  decode: (node) => child(node, 'Message')?.text ?? '',
  encode: (name, message) => element(name, [string.encode('t:Message', message)]),
};

/** `t:UserOofSettings` and `t:OofSettings`: https://learn.microsoft.com/exchange/client-developer/web-service-reference/useroofsettings */
export const oofSettings: Codec<OofSettings> = {
  decode: (node) => ({
    state: state.decode(required(node, 'OofState')),
    externalAudience: optional(node, 'ExternalAudience', externalAudience) ?? 'None',
    period: optional(node, 'Duration', period),
    internalReply: optional(node, 'InternalReply', reply) ?? '',
    externalReply: optional(node, 'ExternalReply', reply) ?? '',
  }),
  encode: (name, settings) =>
    element(name, [
      state.encode('t:OofState', settings.state),
      externalAudience.encode('t:ExternalAudience', settings.externalAudience),
      settings.period === undefined ? undefined : period.encode('t:Duration', settings.period),
      reply.encode('t:InternalReply', settings.internalReply),
      reply.encode('t:ExternalReply', settings.externalReply),
    ]),
};
