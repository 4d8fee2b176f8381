import { useState } from 'react';
import { useQuery } from 'urql';
import { WeekScreen } from './calendar/week-screen.tsx';
import { useFollow } from './client/live-context.ts';
import { ComposeDialog } from './compose/compose-dialog.tsx';
import type { ComposeTask } from './compose/compose-task.ts';
import { FailurePanel } from './frame/failure-panel.tsx';
import { failureOf } from './frame/failure.ts';
import { HelpDialog } from './frame/help-dialog.tsx';
import { go, useRoute } from './frame/route.ts';
import { useShortcuts } from './frame/shortcuts.ts';
import { useTheme } from './frame/theme.ts';
import { TopBar } from './frame/top-bar.tsx';
import { MailboxesDocument } from './generated/graphql.ts';
import { MailScreen } from './mail/mail-screen.tsx';

/** The application: one mailbox at a time, its mail or its calendar. */
export const App = () => {
  const route = useRoute();
  const { isDark, toggle } = useTheme();
  const [{ data, error }, ask] = useQuery({ query: MailboxesDocument });
  const mailboxes = data?.mailboxes.nodes ?? [];
  const mailbox = route.mailbox || (data?.viewer.mailbox?.address ?? mailboxes[0]?.address ?? '');
  const isFollowed = useFollow(mailbox);
  const [task, setTask] = useState<ComposeTask>();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [isTreeOpen, setIsTreeOpen] = useState(false);

  useShortcuts({
    c: () => setTask({ kind: 'new' }),
    '/': () => document.getElementById('search')?.focus(),
    '1': () => go({ ...route, view: 'mail' }),
    '2': () => go({ ...route, view: 'calendar', message: '' }),
    d: toggle,
    '?': () => setIsHelpOpen(true),
  });

  return (
    <div className="app">
      <TopBar
        route={route}
        mailbox={mailbox}
        mailboxes={mailboxes}
        isDark={isDark}
        onTheme={toggle}
        onMenu={() => setIsTreeOpen((isOpen) => !isOpen)}
        onHelp={() => setIsHelpOpen(true)}
        onCompose={() => setTask({ kind: 'new' })}
      />
      {error !== undefined && data === undefined ? (
        <FailurePanel failure={failureOf(error)} retry={() => ask({ requestPolicy: 'network-only' })} />
      ) : route.view === 'calendar' ? (
        <WeekScreen route={route} mailbox={mailbox} />
      ) : (
        <MailScreen
          key={mailbox}
          route={route}
          mailbox={mailbox}
          isFollowed={isFollowed}
          isTreeOpen={isTreeOpen}
          onTreeClose={() => setIsTreeOpen(false)}
          onCompose={setTask}
        />
      )}
      {task && <ComposeDialog task={task} mailbox={mailbox} known={mailboxes} onClose={() => setTask(undefined)} />}
      {isHelpOpen && <HelpDialog onClose={() => setIsHelpOpen(false)} />}
    </div>
  );
};
