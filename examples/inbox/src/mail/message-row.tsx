import { memo } from 'react';
import { Avatar } from '../frame/avatar.tsx';
import { AttachmentIcon, CalendarIcon, FlagIcon } from '../frame/icons.tsx';
import { personName } from '../frame/person.ts';
import { fullTime, shortTime } from '../frame/times.ts';
import type { MessageRowFragment } from '../generated/graphql.ts';

interface MessageRowProps {
  readonly message: MessageRowFragment;
  readonly href: string;
  readonly isOpen: boolean;
  /** The one row that Tab leads to. */
  readonly hasTab: boolean;
}

/** The other side of a message: who wrote it, or, of what is on its way out, who gets it. */
export const correspondent = ({ from, to, folder, isDraft }: MessageRowFragment): string =>
  folder?.role === 'SENT_ITEMS' || isDraft
    ? to.length === 0
      ? 'No recipients yet'
      : `To: ${to.map((person) => personName(person)).join(', ')}`
    : personName(from);

const wordsOf = ({ isRead, flag, hasAttachments, importance, kind }: MessageRowFragment): string =>
  [
    isRead ? '' : 'Unread.',
    flag.status === 'FLAGGED' ? 'Flagged.' : '',
    importance === 'HIGH' ? 'Important.' : '',
    kind === 'MEETING_REQUEST' ? 'Invitation.' : '',
    hasAttachments ? 'Has attachments.' : '',
  ]
    .filter((word) => word !== '')
    .join(' ');

/** One line of the list: a link to its message. */
export const MessageRow = memo(({ message, href, isOpen, hasTab }: MessageRowProps) => {
  const { id, subject, preview, receivedAt, isRead, flag, hasAttachments, importance, kind } = message;
  const who = correspondent(message);
  const words = wordsOf(message);
  return (
    <li className={isRead ? 'row' : 'row unread'}>
      <a href={href} data-message={id} aria-current={isOpen ? 'true' : undefined} tabIndex={hasTab ? 0 : -1}>
        <Avatar name={who.replace(/^To: /, '')} />
        <span className="who">
          {words !== '' && <span className="unseen">{words} </span>}
          {who}
        </span>
        <span className="marks" aria-hidden="true">
          {importance === 'HIGH' && <span className="important">!</span>}
          {kind === 'MEETING_REQUEST' && <CalendarIcon />}
          {hasAttachments && <AttachmentIcon />}
          {flag.status === 'FLAGGED' && (
            <span className="flagged">
              <FlagIcon />
            </span>
          )}
        </span>
        <time dateTime={receivedAt ?? undefined} title={fullTime(receivedAt)}>
          {shortTime(receivedAt)}
        </time>
        <span className="subject">{subject ?? 'No subject'}</span>
        <span className="preview">{preview}</span>
      </a>
    </li>
  );
});
