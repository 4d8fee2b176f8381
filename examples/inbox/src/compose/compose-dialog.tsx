import { useState, type SubmitEvent } from 'react';
import { Dialog } from '../frame/dialog.tsx';
import { useNotices } from '../frame/notices.tsx';
import { personName } from '../frame/person.ts';
import type { MessageContentInput, RecipientInput } from '../generated/graphql.ts';
import type { ComposeTask } from './compose-task.ts';
import { FileChooser } from './file-chooser.tsx';
import { RecipientField } from './recipient-field.tsx';
import { parseRecipients } from './recipients.ts';
import { useSend } from './use-send.ts';

interface ComposeDialogProps {
  readonly task: ComposeTask;
  readonly mailbox: string;
  /** Addresses to propose. */
  readonly known: readonly { readonly address: string; readonly displayName: string | null }[];
  readonly onClose: () => void;
}

const titles: Record<ComposeTask['kind'], string> = {
  new: 'New message',
  reply: 'Reply',
  replyAll: 'Reply to all',
  forward: 'Forward',
};

/** Whom a reply goes to without a word from its author; the gateway fills that in. */
const addressedTo = (task: ComposeTask): string | undefined => {
  if (task.kind === 'reply') return personName(task.message.from);
  return task.kind === 'replyAll' ? `${personName(task.message.from)} and all others` : undefined;
};

const subjectOf = (task: ComposeTask): string => {
  if (task.kind === 'new') return '';
  const subject = task.message.subject ?? '';
  const prefix = task.kind === 'forward' ? 'Fwd' : 'Re';
  return new RegExp(`^${prefix}:`, 'i').test(subject) ? subject : `${prefix}: ${subject}`;
};

/** Writes a message and sends it. */
export const ComposeDialog = ({ task, mailbox, known, onClose }: ComposeDialogProps) => {
  const { say } = useNotices();
  const { isSending, failure, send } = useSend(mailbox, task);
  const [to, setTo] = useState('');
  const [cc, setCc] = useState('');
  const [subject, setSubject] = useState(() => subjectOf(task));
  const [text, setText] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [complaint, setComplaint] = useState<string>();
  const [isLeaving, setIsLeaving] = useState(false);
  const fixed = addressedTo(task);
  const isEmpty = to === '' && cc === '' && text === '' && files.length === 0;

  const close = (): void => {
    if (isEmpty || isLeaving) onClose();
    else setIsLeaving(true);
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const recipients = [parseRecipients(to), parseRecipients(cc)];
    const [people, copies] = recipients;
    if (people === undefined || copies === undefined) return setComplaint('One of the recipients is no address.');
    if (fixed === undefined && people.length + copies.length === 0) return setComplaint('Whom should it go to?');
    setComplaint(undefined);
    const message: MessageContentInput = {
      ...(fixed === undefined ? { to: [...people] } : {}),
      ...(copies.length > 0 ? { cc: [...copies] as RecipientInput[] } : {}),
      ...(subject === subjectOf(task) && task.kind !== 'new' ? {} : { subject }),
      body: { text },
      ...(files.length > 0
        ? { attachments: files.map((file) => ({ name: file.name, source: { upload: file } })) }
        : {}),
    };
    if (!(await send(message))) return;
    say('Sent.');
    onClose();
  };

  return (
    <Dialog title={titles[task.kind]} className="compose" onClose={close}>
      <form
        noValidate
        onSubmit={(event) => void submit(event)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        }}
      >
        {fixed === undefined ? (
          <RecipientField label="To" value={to} known={known} onChange={setTo} isFirst />
        ) : (
          <p className="fixed">
            <span>To</span> {fixed}
          </p>
        )}
        {task.kind !== 'replyAll' && <RecipientField label="Cc" value={cc} known={known} onChange={setCc} />}
        <label className="field">
          <span>Subject</span>
          <input type="text" value={subject} maxLength={255} onChange={({ target }) => setSubject(target.value)} />
        </label>
        <textarea
          aria-label="Message"
          rows={12}
          value={text}
          onChange={({ target }) => setText(target.value)}
          data-first={fixed === undefined ? undefined : true}
        />
        <FileChooser files={files} onChange={setFiles} />
        <div role="alert">
          {complaint && <p className="complaint">{complaint}</p>}
          {failure && !isSending && (
            <p className="complaint">
              {failure.detail} <code>{failure.code}</code>
            </p>
          )}
          {isLeaving && <p className="complaint">Close it without sending? What you wrote will be gone.</p>}
        </div>
        <footer>
          <button type="submit" className="primary" disabled={isSending}>
            {isSending ? 'Sending…' : failure ? 'Try again' : 'Send'}
          </button>
          <button type="button" onClick={close}>
            {isLeaving ? 'Yes, close' : 'Cancel'}
          </button>
          {isLeaving && (
            <button type="button" onClick={() => setIsLeaving(false)}>
              Go on writing
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
};
