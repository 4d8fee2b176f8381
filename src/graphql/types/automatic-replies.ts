import type { OofSettings } from '../../ews/properties/oof-settings.ts';
import { readAutomaticReplies, repliesAt } from '../../mailbox/automatic-replies.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { cost } from '../guards/cost.ts';
import { seesSettings } from '../guards/permission.ts';
import { sanitizeHtml } from '../html/sanitize-html.ts';
import { withLineBreaks } from '../html/with-line-breaks.ts';
import { AutomaticReplies, AutomaticRepliesPayload, Mailbox } from '../refs.ts';
import { userErrorsField } from './user-errors-field.ts';

export const AutomaticReplyStatus = builder.enumType('AutomaticReplyStatus', {
  description: 'When mail is answered automatically.',
  values: {
    DISABLED: { value: 'Disabled', description: 'Never. The texts are kept.' },
    ENABLED: { value: 'Enabled', description: 'From now on, until it is changed.' },
    SCHEDULED: { value: 'Scheduled', description: 'From `start` until `end`.' },
  },
});

export const ExternalAudience = builder.enumType('ExternalAudience', {
  description:
    'Who outside the organisation is answered, with the external text. The organisation may have decided that fewer are.',
  values: {
    NONE: { value: 'None', description: 'Nobody.' },
    CONTACTS: { value: 'Known', description: 'Those whose addresses are among the contacts of the mailbox.' },
    ALL: { value: 'All', description: 'Everybody.' },
  },
});

const shownReplies = new WeakMap<OofSettings, Map<string, Promise<string | null>>>();

const sanitized = async ({ inTurn }: Context, reply: string): Promise<string | null> => {
  if (reply.trim() === '') return null;
  const { html } = await inTurn(() => sanitizeHtml(withLineBreaks(reply), { inlineImage: () => undefined }));
  return html.trim() === '' ? null : html;
};

/** A reply as it may be shown, worked out once for however many fields show it; null: there is none. */
const shownReply = (context: Context, settings: OofSettings, reply: string): Promise<string | null> => {
  const shown = shownReplies.get(settings) ?? new Map<string, Promise<string | null>>();
  shownReplies.set(settings, shown);
  const known = shown.get(reply) ?? sanitized(context, reply);
  shown.set(reply, known);
  return known;
};

AutomaticReplies.implement({
  permission: seesSettings,
  description:
    'What the mailbox answers by itself while its owner is away. The mail server answers each sender once until the settings change, and neither lists nor machines.',
  fields: (t) => ({
    status: t.field({
      type: AutomaticReplyStatus,
      nullable: false,
      description: 'Whether it answers, and whether that has a beginning and an end.',
      resolve: ({ settings }) => settings.state,
    }),
    start: t.field({
      type: 'DateTime',
      description: 'When replies begin; null unless `status` is SCHEDULED.',
      resolve: ({ settings: { state, period } }) => (state === 'Scheduled' ? period?.start : undefined),
    }),
    end: t.field({
      type: 'DateTime',
      description: 'When they are over; null unless `status` is SCHEDULED.',
      resolve: ({ settings: { state, period } }) => (state === 'Scheduled' ? period?.end : undefined),
    }),
    internalReply: t.field({
      type: 'SafeHTML',
      description: 'What people of the organisation get; null when they get nothing.',
      resolve: ({ settings }, _args, context) => shownReply(context, settings, settings.internalReply),
    }),
    externalReply: t.field({
      type: 'SafeHTML',
      description: 'What others get, as far as `externalAudience` lets them; null when they get nothing.',
      resolve: ({ settings }, _args, context) => shownReply(context, settings, settings.externalReply),
    }),
    externalAudience: t.field({
      type: ExternalAudience,
      nullable: false,
      description: 'Who outside the organisation is answered.',
      resolve: ({ settings }) => settings.externalAudience,
    }),
    isActiveNow: t.boolean({
      nullable: false,
      description:
        'Whether mail that arrives now is answered: ENABLED, or SCHEDULED and between `start` and `end` by the gateway’s clock.',
      resolve: ({ settings }, _args, { gateway }) => repliesAt(settings, gateway.now()),
    }),
  }),
});

builder.objectField(Mailbox, 'automaticReplies', (t) =>
  t.field({
    complexity: cost('automaticReplies'),
    type: AutomaticReplies,
    description: 'What the mailbox answers by itself (“out of office”). One GetUserOofSettings.',
    resolve: async (source) => {
      const mailbox = await source.open();
      return { mailbox, settings: await readAutomaticReplies(mailbox) };
    },
  }),
);

AutomaticRepliesPayload.implement({
  permission: 'writesMailbox',
  description: 'What became of automatic replies.',
  fields: (t) => ({
    automaticReplies: t.field({
      complexity: cost('automaticReplies'),
      type: AutomaticReplies,
      description: 'As they are now, read when you ask for them; null on failure.',
      resolve: ({ done }) => done?.read(),
    }),
    userErrors: t.field(userErrorsField),
  }),
});
