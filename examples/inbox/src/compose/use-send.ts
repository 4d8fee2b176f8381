import { useCallback, useRef, useState } from 'react';
import { useClient } from 'urql';
import { failureOf, failureOfProblem, type Failure } from '../frame/failure.ts';
import {
  ForwardMessageDocument,
  ReplyToMessageDocument,
  SendMessageDocument,
  type MessageContentInput,
  type SentFragment,
} from '../generated/graphql.ts';
import type { ComposeTask } from './compose-task.ts';

interface Sending {
  readonly isSending: boolean;
  readonly failure: Failure | undefined;
  /** Sends once, however often it is called with the same content. Answers whether it is sent. */
  readonly send: (message: MessageContentInput) => Promise<boolean>;
}

/** What was tried last, and the name under which. */
interface Attempt {
  readonly content: string;
  readonly key: string;
}

/** A text that is the same for the same content; files count by name, size and time. */
const contentOf = (message: MessageContentInput): string =>
  JSON.stringify(message, (_name, value: unknown) =>
    value instanceof File ? [value.name, value.size, value.lastModified] : value,
  );

/**
 * Sends what was written. A second click while the first is under way is let go by. Who tries again, after a lost connection say, tries under the same
 * idempotency key as long as nothing was changed: the gateway then sends what was not sent, and only answers again for what was.
 */
export const useSend = (mailbox: string, task: ComposeTask): Sending => {
  const client = useClient();
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const isBusy = useRef(false);
  const attempt = useRef<Attempt>(undefined);

  const perform = useCallback(
    async (message: MessageContentInput, idempotencyKey: string) => {
      switch (task.kind) {
        case 'new': {
          const { data, error } = await client.mutation(SendMessageDocument, {
            input: { mailbox, message, idempotencyKey },
          });
          return { error, sent: data?.sendMessage };
        }
        case 'forward': {
          const input = { id: task.message.id, message, idempotencyKey, asAttachment: false };
          const { data, error } = await client.mutation(ForwardMessageDocument, { input });
          return { error, sent: data?.forwardMessage };
        }
        case 'reply':
        case 'replyAll': {
          const replyAll = task.kind === 'replyAll';
          const input = { id: task.message.id, message, idempotencyKey, replyAll, quoteOriginal: true };
          const { data, error } = await client.mutation(ReplyToMessageDocument, { input });
          return { error, sent: data?.replyToMessage };
        }
      }
    },
    [client, mailbox, task],
  );

  const send = useCallback(
    async (message: MessageContentInput): Promise<boolean> => {
      if (isBusy.current) return false;
      isBusy.current = true;
      setIsSending(true);
      const content = contentOf(message);
      if (attempt.current?.content !== content) attempt.current = { content, key: crypto.randomUUID() };
      try {
        const { error, sent } = await perform(message, attempt.current.key);
        const problem = (sent as SentFragment | undefined)?.userErrors[0];
        const failed = error ? failureOf(error) : problem && failureOfProblem(problem);
        setFailure(failed);
        return failed === undefined;
      } finally {
        isBusy.current = false;
        setIsSending(false);
      }
    },
    [perform],
  );
  return { isSending, failure, send };
};
