/** How a message is answered or passed on. `attach`: forwarded whole, as an attachment. */
export type AnswerKind = 'reply' | 'replyAll' | 'forward' | 'attach';
