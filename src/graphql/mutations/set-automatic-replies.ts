import { readAutomaticReplies } from '../../mailbox/automatic-replies.ts';
import { setAutomaticReplies, type AutomaticRepliesChange } from '../../mailbox/write/set-automatic-replies.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { withLineBreaks } from '../html/with-line-breaks.ts';
import { collectIssues, textProblem, type Note } from '../inputs/checked-text.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { AutomaticRepliesPayload } from '../refs.ts';
import { AutomaticReplyStatus, ExternalAudience } from '../types/automatic-replies.ts';
import { mutate } from './mutate.ts';

/** Far more than anybody writes; a server that takes less says so itself. */
const longestReply = 128_000;

const replyDescription = (who: string): string =>
  `What ${who} get, in HTML of at most ${longestReply} characters, sent as it is. In a text without any tag line breaks are kept; \`&\` and \`<\` are written \`&amp;\` and \`&lt;\`. Null: nothing. Left out: as before.`;

interface SetAutomaticRepliesShape {
  readonly mailbox: string;
  readonly status: AutomaticRepliesChange['state'];
  readonly start?: string | null | undefined;
  readonly end?: string | null | undefined;
  readonly internalReply?: string | null | undefined;
  readonly externalReply?: string | null | undefined;
  readonly externalAudience?: Exclude<AutomaticRepliesChange['externalAudience'], undefined> | null | undefined;
}

const SetAutomaticRepliesInput = builder.inputRef<SetAutomaticRepliesShape>('SetAutomaticRepliesInput').implement({
  description: 'What is to become of automatic replies. What is left out stays as it is.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    status: t.field({ type: AutomaticReplyStatus, required: true, description: 'When mail is to be answered.' }),
    start: t.field({
      type: 'DateTime',
      description: 'When replies begin. For SCHEDULED alone, which needs it unless the mailbox has one already.',
    }),
    end: t.field({
      type: 'DateTime',
      description:
        'When they are over: after `start`, and not in the past. For SCHEDULED alone, which needs it unless the mailbox has one already.',
    }),
    internalReply: t.string({ description: replyDescription('people of the organisation') }),
    externalReply: t.string({ description: replyDescription('others') }),
    externalAudience: t.field({ type: ExternalAudience, description: 'Who outside the organisation is answered.' }),
  }),
});

const readReply = (reply: string | null | undefined, path: readonly string[], note: Note): string | undefined => {
  if (reply === undefined) return undefined;
  const html = withLineBreaks(reply ?? '');
  note(path, textProblem(html));
  if (html.length > longestReply) note(path, `is longer than ${longestReply} characters.`);
  return html.trim() === '' ? '' : html;
};

/** Throws WriteRefusal INVALID naming everything that is wrong by itself. */
const readChange = (input: SetAutomaticRepliesShape): AutomaticRepliesChange => {
  const { note, refuse } = collectIssues();
  const instant = (name: 'start' | 'end'): string | undefined => {
    const given = input[name];
    const isScheduled = input.status === 'Scheduled';
    if (given === null && isScheduled) note(['input', name], 'cannot be null with SCHEDULED.');
    // ENABLED answers at once and for ever, which is not what somebody means who gives a time.
    if (typeof given === 'string' && !isScheduled) note(['input', name], 'can be given with SCHEDULED alone.');
    return given ?? undefined;
  };
  if (input.externalAudience === null)
    note(['input', 'externalAudience'], 'cannot be null; leave it out to keep what is there.');
  const change: AutomaticRepliesChange = {
    state: input.status,
    start: instant('start'),
    end: instant('end'),
    internalReply: readReply(input.internalReply, ['input', 'internalReply'], note),
    externalReply: readReply(input.externalReply, ['input', 'externalReply'], note),
    externalAudience: input.externalAudience ?? undefined,
  };
  refuse();
  return change;
};

builder.mutationField('setAutomaticReplies', (t) =>
  t.field({
    complexity: cost('settingsWrite'),
    type: AutomaticRepliesPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('MANAGE_SETTINGS'),
    description:
      'Changes what the mailbox answers by itself, and of it only what is given. The texts are kept while it is DISABLED. The mail server takes all of the settings at once, so they are read before: a change by somebody else in that short while is overwritten.',
    args: {
      input: t.arg({ type: SetAutomaticRepliesInput, required: true, description: 'Whose replies, and what of them.' }),
    },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          await setAutomaticReplies(mailbox, readChange(input), context.gateway.now());
          return { read: async () => ({ mailbox, settings: await readAutomaticReplies(mailbox) }) };
        },
      }),
  }),
);
