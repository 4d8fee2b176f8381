import { useCallback, useState } from 'react';
import type { ComposeTask } from '../compose/compose-task.ts';
import { go, type Route, folderName } from '../frame/route.ts';
import { useShortcuts } from '../frame/shortcuts.ts';
import type { MessageHeadFragment } from '../generated/graphql.ts';
import { MessageView } from '../message/message-view.tsx';
import { FolderPicker } from './folder-picker.tsx';
import { FolderTree } from './folder-tree.tsx';
import { ListHeader } from './list-header.tsx';
import { MessageList } from './message-list.tsx';
import { useMailScreen } from './use-mail-screen.ts';
import { useMessageActions } from './use-message-actions.ts';

interface MailScreenProps {
  readonly route: Route;
  readonly mailbox: string;
  /** Whether changes of the mailbox are being told. */
  readonly isFollowed: boolean;
  readonly isTreeOpen: boolean;
  readonly onTreeClose: () => void;
  readonly onCompose: (task: ComposeTask) => void;
}

const rowOf = (id: string): HTMLElement | null => document.querySelector(`[data-message="${CSS.escape(id)}"]`);

/** Folders, list and message, and the keys that lead through them. */
export const MailScreen = ({ route, mailbox, isFollowed, isTreeOpen, onTreeClose, onCompose }: MailScreenProps) => {
  const screen = useMailScreen(mailbox, route, isFollowed);
  const { folders, messages } = screen;
  const actions = useMessageActions(mailbox);
  const [cursor, setCursor] = useState<string>();
  const [picking, setPicking] = useState<'move' | 'go'>();
  const [moving, setMoving] = useState<MessageHeadFragment>();

  const here = route.message === '' ? cursor : route.message;
  const place = messages?.findIndex(({ id }) => id === here) ?? -1;
  const current = messages?.[place];
  const folder = folders.find((one) => folderName(one) === route.folder || one.id === route.folder);

  const open = useCallback((id: string): void => go({ ...route, message: id }), [route]);
  const focusRow = (id: string | undefined): void => {
    if (id === undefined) return;
    setCursor(id);
    requestAnimationFrame(() => rowOf(id)?.focus());
  };
  const close = (): void => {
    if (route.message === '') return;
    const { message } = route;
    go({ ...route, message: '' });
    focusRow(message);
  };
  const step = (by: 1 | -1): void => {
    const next = messages?.[place === -1 ? 0 : place + by];
    if (next === undefined) return;
    if (route.message === '') focusRow(next.id);
    else open(next.id);
  };
  /** Before a message leaves the list: the keyboard goes on with its neighbour, which nobody has opened yet. */
  const leave = (message: MessageHeadFragment): void => {
    const at = messages?.findIndex(({ id }) => id === message.id) ?? -1;
    const next = at === -1 ? undefined : (messages?.[at + 1] ?? messages?.[at - 1]);
    if (route.message === message.id) go({ ...route, message: '' });
    focusRow(next?.id);
  };
  const remove = (message: MessageHeadFragment): void => {
    leave(message);
    actions.remove(message);
  };
  const askWhereTo = (message: MessageHeadFragment): void => {
    setMoving(message);
    setPicking('move');
  };
  const withCurrent = (act: (message: MessageHeadFragment) => void) => (): void => {
    if (current !== undefined) act(current);
  };

  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    Enter: withCurrent(({ id }) => open(id)),
    o: withCurrent(({ id }) => open(id)),
    Escape: close,
    r: withCurrent((message) => onCompose({ kind: 'reply', message })),
    a: withCurrent((message) => onCompose({ kind: 'replyAll', message })),
    f: withCurrent((message) => onCompose({ kind: 'forward', message })),
    s: withCurrent((message) => actions.toggleFlag(message)),
    u: withCurrent((message) => actions.markRead(message, !message.isRead)),
    m: withCurrent(askWhereTo),
    g: () => setPicking('go'),
    '#': withCurrent(remove),
    Delete: withCurrent(remove),
  });

  return (
    <div className={`mail ${route.message === '' ? '' : 'reading'} ${isTreeOpen ? 'tree-open' : ''}`}>
      <aside className="sidebar">
        <FolderTree folders={folders} route={route} onOpen={onTreeClose} />
      </aside>
      <section className="list" aria-label="List">
        <ListHeader route={route} name={folder?.name ?? 'Inbox'} found={messages && screen.totalCount} />
        <MessageList
          screen={screen}
          route={route}
          label={`Messages in ${folder?.name ?? 'Inbox'}`}
          cursor={here}
          onFocus={setCursor}
          onStep={step}
        />
      </section>
      <main className="reader">
        {route.message === '' ? (
          <div className="empty">
            <p>Choose a message.</p>
            <p className="muted">
              Press <kbd>?</kbd> for the keyboard.
            </p>
          </div>
        ) : (
          <MessageView
            key={route.message}
            mailbox={mailbox}
            id={route.message}
            actions={actions}
            onBack={close}
            onRemove={remove}
            onMove={askWhereTo}
            onCompose={onCompose}
          />
        )}
      </main>
      {picking !== undefined && (
        <FolderPicker
          title={picking === 'move' ? 'Move to' : 'Go to'}
          folders={folders}
          onClose={() => setPicking(undefined)}
          onPick={(to) => {
            setPicking(undefined);
            if (picking === 'go') return go({ ...route, folder: folderName(to), only: 'all', search: '', message: '' });
            if (moving === undefined) return;
            leave(moving);
            actions.move(moving, to);
          }}
        />
      )}
    </div>
  );
};
