import type { MessageContent } from '../../mailbox/write/message-content.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { textProblem, type Note } from './checked-text.ts';
import { renderMarkdown } from './markdown.ts';

/** The text of a message, as a client sends it: exactly one of these. */
export interface BodyInputShape {
  readonly text?: string | null | undefined;
  readonly html?: string | null | undefined;
  readonly markdown?: string | null | undefined;
}

export const BodyInput = builder.inputRef<BodyInputShape>('BodyInput').implement({
  description:
    'The text of a message in exactly one form. Tabs and line breaks may stand in it, other control characters may not. A whole operation may have a megabyte.',
  isOneOf: true,
  fields: (t) => ({
    text: t.string({ description: 'Plain text.' }),
    html: t.string({ description: 'HTML, sent as it is.' }),
    markdown: t.string({
      description:
        'Markdown (CommonMark, GitHub’s tables and lists), at most 100,000 characters, sent as HTML. HTML in it is passed on as it is.',
    }),
  }),
});

const html = (content: string): Pick<MessageContent['properties'], 'bodyHtml'> => ({
  bodyHtml: { type: 'HTML', content },
});

/**
 * Reads a body; null clears, absence keeps. `path`: where it stands in the input; `inTurn`: where markdown waits for its turn, because 100 kB of it can
 * take a third of a second.
 */
export const readBody = async (
  input: BodyInputShape | null | undefined,
  path: readonly string[],
  note: Note,
  inTurn: Context['inTurn'],
): Promise<Pick<MessageContent['properties'], 'bodyHtml' | 'bodyText'>> => {
  if (input === null) return { bodyHtml: null };
  for (const form of ['text', 'html', 'markdown'] as const) {
    const content = input?.[form];
    if (typeof content !== 'string') continue;
    const at = [...path, form];
    const problem = textProblem(content);
    note(at, problem);
    if (form === 'text') return { bodyText: { type: 'Text', content } };
    if (form === 'html' || problem !== undefined) return html(content);
    const rendered = await inTurn(() => renderMarkdown(content));
    if ('html' in rendered) return html(rendered.html);
    note(at, rendered.problem);
  }
  return {};
};
