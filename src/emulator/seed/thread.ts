import { messageIdOf } from './identifiers.ts';
import type { Mail } from './mail.ts';
import type { Instant } from './moments.ts';
import type { Person } from './people.ts';
import { escapeHtml, htmlDocument, htmlParagraphs, plainText } from './prose.ts';

/** One mail of a conversation. */
export interface Turn {
  readonly from: Person;
  readonly to: readonly Person[];
  readonly cc?: readonly Person[];
  readonly paragraphs: readonly string[];
  readonly at: Instant;
  /** Anything of the mail that the conversation does not decide. */
  readonly details?: Partial<Pick<Mail, 'categories' | 'importance' | 'followUp' | 'attachments' | 'isRead' | 'bcc'>>;
}

/** A conversation, before it is spread over the folders of those who take part. */
export interface Thread {
  /** Unique name. */
  readonly name: string;
  readonly topic: string;
  readonly format: 'HTML' | 'Text';
  readonly turns: readonly Turn[];
}

/** The mails of a conversation, oldest first: each answers the one before, quotes it, and refers to all. */
export const threadMails = (thread: Thread): readonly Mail[] => {
  const names = thread.turns.map((_, index) => `${thread.name}/${index}`);
  const messageIds = names.map(messageIdOf);
  const turns = thread.turns.map((turn): WrittenTurn => ({ ...turn, html: htmlParagraphs(turn.paragraphs) }));
  return turns.map((turn, index) => ({
    name: names[index] ?? thread.name,
    from: turn.from,
    to: turn.to,
    cc: turn.cc,
    subject: index === 0 ? thread.topic : `Re: ${thread.topic}`,
    ...bodies(thread.format, turn, turns.slice(Math.max(0, index - 2), index).toReversed()),
    receivedAt: turn.at,
    conversation: {
      name: thread.name,
      topic: thread.topic,
      startedAt: thread.turns[0]?.at ?? turn.at,
      earlier: messageIds.slice(0, index),
    },
    ...turn.details,
  }));
};

/** A turn with its paragraphs as HTML, which its own mail and those that quote it share. */
interface WrittenTurn extends Turn {
  readonly html: string;
}

/** The body with what came before, newest first and two deep as most people leave it, and the part that is new. */
const bodies = (
  format: Thread['format'],
  turn: WrittenTurn,
  earlier: readonly WrittenTurn[],
): Pick<Mail, 'body' | 'uniqueBody'> => {
  if (format === 'Text') {
    const unique = plainText(turn.paragraphs);
    const quoted = earlier.map((before, depth) => quotedText(before, '> '.repeat(depth + 1)));
    return {
      body: { type: 'Text', content: [unique.content, ...quoted].join('\r\n') },
      uniqueBody: earlier.length === 0 ? undefined : unique.content,
    };
  }
  const unique = turn.html;
  const quoted = earlier.reduceRight((inner, before) => quotedHtml(before, inner), '');
  return {
    body: { type: 'HTML', content: htmlDocument(`<div>${unique}</div>${quoted}`) },
    uniqueBody: earlier.length === 0 ? undefined : htmlDocument(`<div>${unique}</div>`),
  };
};

const quotedText = (turn: WrittenTurn, prefix: string): string =>
  [`On ${dayOf(turn.at)}, ${turn.from.name} wrote:`, ...turn.paragraphs.flatMap((text) => [...text.split('\n'), ''])]
    .map((line, index) => (index === 0 ? `${prefix.slice(2)}${line}` : `${prefix}${line}`.trimEnd()))
    .join('\r\n');

const quotedHtml = (turn: WrittenTurn, inner: string): string =>
  `\r\n<hr><div style="border-top:1px solid #ccc"><b>From:</b> ${escapeHtml(turn.from.name)} &lt;${turn.from.address ?? ''}&gt;<br>` +
  `<b>Sent:</b> ${dayOf(turn.at)}<br><b>To:</b> ${escapeHtml(turn.to.map(({ name }) => name).join('; '))}</div>` +
  `<blockquote>${turn.html}${inner}</blockquote>`;

const dayOf = (at: Instant): string => `${at.slice(0, 10)} at ${at.slice(11, 16)} UTC`;
