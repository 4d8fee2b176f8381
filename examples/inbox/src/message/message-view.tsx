import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import type { ComposeTask } from '../compose/compose-task.ts';
import { Avatar } from '../frame/avatar.tsx';
import { FailurePanel } from '../frame/failure-panel.tsx';
import { failureOf } from '../frame/failure.ts';
import { personName } from '../frame/person.ts';
import { fullTime } from '../frame/times.ts';
import { OpenMessageDocument, type MessageHeadFragment, type PersonFragment } from '../generated/graphql.ts';
import type { MessageActions } from '../mail/use-message-actions.ts';
import { AttachmentList } from './attachment-list.tsx';
import { MeetingPanel } from './meeting-panel.tsx';
import { MessageBody } from './message-body.tsx';
import { MessageToolbar } from './message-toolbar.tsx';

interface MessageViewProps {
  readonly mailbox: string;
  readonly id: string;
  readonly actions: MessageActions;
  readonly onBack: () => void;
  readonly onRemove: (message: MessageHeadFragment) => void;
  readonly onMove: (message: MessageHeadFragment) => void;
  readonly onCompose: (task: ComposeTask) => void;
}

/** An open message. It takes the focus, so that it can be scrolled and read out at once, and counts as read from then on. */
export const MessageView = ({ mailbox, id, actions, onBack, onRemove, onMove, onCompose }: MessageViewProps) => {
  const [{ data, error }, ask] = useQuery({ query: OpenMessageDocument, variables: { mailbox, id } });
  const message = data?.mailbox?.message;
  const article = useRef<HTMLElement>(null);
  const isThere = message !== undefined && message !== null;
  useEffect(() => {
    if (isThere) article.current?.focus();
  }, [isThere]);
  const wasMarked = useRef(false);
  useEffect(() => {
    if (!isThere || wasMarked.current) return;
    wasMarked.current = true;
    if (!message.isRead) actions.markRead(message, true);
  }, [isThere, message, actions]);

  if (error !== undefined && !isThere)
    return <FailurePanel failure={failureOf(error)} retry={() => ask({ requestPolicy: 'network-only' })} />;
  if (message === undefined) return <div className="skeleton message" role="status" aria-label="Reading the message" />;
  if (message === null)
    return (
      <div className="empty">
        <p>This message is not here any more.</p>
        <button type="button" onClick={onBack}>
          Back to the list
        </button>
      </div>
    );
  return (
    <article className="message" ref={article} tabIndex={-1} aria-labelledby="subject">
      <MessageToolbar message={message} actions={actions} {...{ onBack, onRemove, onMove, onCompose }} />
      <div className="message-scroller">
        <h2 id="subject">{message.subject ?? 'No subject'}</h2>
        <header className="people">
          <Avatar name={personName(message.from)} />
          <div>
            <p>
              <strong>{personName(message.from)}</strong>
              {message.from?.name && <span className="muted"> {message.from.address}</span>}
            </p>
            <Recipients label="To" people={message.to} />
            <Recipients label="Cc" people={message.cc} />
          </div>
          <time dateTime={message.receivedAt ?? undefined}>{fullTime(message.receivedAt ?? message.sentAt)}</time>
        </header>
        {message.meeting && <MeetingPanel messageId={id} meeting={message.meeting} kind={message.kind} />}
        {message.body && <MessageBody body={message.body} />}
        <AttachmentList attachments={message.attachments} />
      </div>
    </article>
  );
};

const Recipients = ({ label, people }: { readonly label: string; readonly people: readonly PersonFragment[] }) =>
  people.length > 0 && (
    <p className="muted">
      {label} {people.map((person) => personName(person)).join(', ')}
    </p>
  );
