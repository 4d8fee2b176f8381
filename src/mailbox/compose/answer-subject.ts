import { normalizedSubject } from '../normalized-subject.ts';
import type { AnswerKind } from './answer-kind.ts';
import { plainLine } from './plain-line.ts';

const prefixes: Readonly<Record<AnswerKind, string>> = { reply: 'Re', replyAll: 'Re', forward: 'Fw', attach: 'Fw' };

/** The subject of an answer: one prefix, whatever stood before the original's own subject. */
export const answerSubject = (kind: AnswerKind, subject: string | undefined): string =>
  plainLine(`${prefixes[kind]}: ${normalizedSubject(subject ?? '')}`);
