import type { ReactNode } from 'react';
import type { ComposeTask } from '../compose/compose-task.ts';
import {
  FlagIcon,
  ForwardIcon,
  LeftIcon,
  MoveIcon,
  ReplyAllIcon,
  ReplyIcon,
  TrashIcon,
  UnreadIcon,
} from '../frame/icons.tsx';
import type { MessageHeadFragment } from '../generated/graphql.ts';
import type { MessageActions } from '../mail/use-message-actions.ts';

interface MessageToolbarProps {
  readonly message: MessageHeadFragment;
  readonly actions: MessageActions;
  readonly onBack: () => void;
  readonly onRemove: (message: MessageHeadFragment) => void;
  readonly onMove: (message: MessageHeadFragment) => void;
  readonly onCompose: (task: ComposeTask) => void;
}

/** What can be done with the open message. */
export const MessageToolbar = ({ message, actions, onBack, onRemove, onMove, onCompose }: MessageToolbarProps) => {
  const isFlagged = message.flag.status === 'FLAGGED';
  return (
    <div className="toolbar" role="group" aria-label="Message">
      <Tool label="Back to the list" shortcut="Esc" className="back" onClick={onBack} icon={<LeftIcon />} />
      <Tool
        label="Reply"
        shortcut="r"
        onClick={() => onCompose({ kind: 'reply', message })}
        icon={<ReplyIcon />}
        isNamed
      />
      <Tool
        label="Reply to all"
        shortcut="a"
        onClick={() => onCompose({ kind: 'replyAll', message })}
        icon={<ReplyAllIcon />}
      />
      <Tool
        label="Forward"
        shortcut="f"
        onClick={() => onCompose({ kind: 'forward', message })}
        icon={<ForwardIcon />}
      />
      <span className="gap" />
      <Tool
        label={isFlagged ? 'Take the flag away' : 'Flag'}
        shortcut="s"
        className={isFlagged ? 'flagged' : ''}
        onClick={() => actions.toggleFlag(message)}
        icon={<FlagIcon />}
      />
      <Tool
        label={message.isRead ? 'Mark as unread' : 'Mark as read'}
        shortcut="u"
        onClick={() => actions.markRead(message, !message.isRead)}
        icon={<UnreadIcon />}
      />
      <Tool label="Move" shortcut="m" onClick={() => onMove(message)} icon={<MoveIcon />} />
      <Tool label="Delete" shortcut="#" onClick={() => onRemove(message)} icon={<TrashIcon />} />
    </div>
  );
};

interface ToolProps {
  readonly label: string;
  readonly shortcut: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
  readonly className?: string;
  /** Whether its label is shown beside the icon. */
  readonly isNamed?: boolean;
}

const Tool = ({ label, shortcut, icon, onClick, className = '', isNamed = false }: ToolProps) => (
  <button
    type="button"
    className={`tool ${className}`}
    title={`${label} (${shortcut})`}
    aria-label={label}
    onClick={onClick}
  >
    {icon}
    {isNamed && <span>{label}</span>}
  </button>
);
