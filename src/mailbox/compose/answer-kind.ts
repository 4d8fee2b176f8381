/** How a message is answered or passed on. `attach`: forwarded whole, as an attachment. */
export type AnswerKind = 'reply' | 'replyAll' | 'forward' | 'attach';

/** Whether it answers, rather than passes on. */
export const isReply = (kind: AnswerKind): boolean => kind === 'reply' || kind === 'replyAll';
