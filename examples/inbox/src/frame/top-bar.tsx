import { useEffect, useRef, useState } from 'react';
import { useLiveState } from '../client/live-context.ts';
import type { MailboxesQuery } from '../generated/graphql.ts';
import { CalendarIcon, ComposeIcon, HelpIcon, MailIcon, MenuIcon, MoonIcon, SearchIcon, SunIcon } from './icons.tsx';
import { go, routeHref, type Route } from './route.ts';

interface TopBarProps {
  readonly route: Route;
  readonly mailbox: string;
  readonly mailboxes: MailboxesQuery['mailboxes']['nodes'];
  readonly isDark: boolean;
  readonly onTheme: () => void;
  readonly onMenu: () => void;
  readonly onHelp: () => void;
  readonly onCompose: () => void;
}

/** The line above everything: whose mailbox, search, mail or calendar, colours, help. */
export const TopBar = ({ route, mailbox, mailboxes, isDark, onTheme, onMenu, onHelp, onCompose }: TopBarProps) => (
  <header className="top-bar">
    <button type="button" className="icon menu" aria-label="Folders" onClick={onMenu}>
      <MenuIcon />
    </button>
    <select
      className="mailbox"
      aria-label="Mailbox"
      value={mailbox}
      onChange={({ target }) =>
        go({ ...route, mailbox: target.value, folder: 'INBOX', only: 'all', search: '', message: '' })
      }
    >
      {mailboxes.map(({ id, address, displayName }) => (
        <option key={id} value={address}>
          {displayName ?? address}
        </option>
      ))}
    </select>
    <SearchBox route={route} />
    <LiveMark />
    <nav aria-label="View" className="views">
      <a href={routeHref({ ...route, view: 'mail' })} aria-current={route.view === 'mail' ? 'page' : undefined}>
        <MailIcon />
        <span>Mail</span>
      </a>
      <a
        href={routeHref({ ...route, view: 'calendar', message: '' })}
        aria-current={route.view === 'calendar' ? 'page' : undefined}
      >
        <CalendarIcon />
        <span>Calendar</span>
      </a>
    </nav>
    <button type="button" className="icon" aria-label={isDark ? 'Light colours' : 'Dark colours'} onClick={onTheme}>
      {isDark ? <SunIcon /> : <MoonIcon />}
    </button>
    <button type="button" className="icon help-button" aria-label="Keyboard help" onClick={onHelp}>
      <HelpIcon />
    </button>
    <button type="button" className="primary write" onClick={onCompose}>
      <ComposeIcon />
      <span>New message</span>
    </button>
  </header>
);

/** Whoever stops typing for this long wants to see something. */
const pauseMs = 400;

const SearchBox = ({ route }: { readonly route: Route }) => {
  const [text, setText] = useState(route.search);
  const input = useRef<HTMLInputElement>(null);
  const search = (): void => {
    const wanted = text.trim();
    if (wanted !== route.search) go({ ...route, view: 'mail', search: wanted, only: 'all', message: '' });
  };
  // Back, and the word Clear, change the search beside this box; whoever is typing in it is not disturbed.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(route.search);
  }, [route.search]);
  useEffect(() => {
    if (text.trim() === route.search) return undefined;
    const timer = setTimeout(search, pauseMs);
    return () => clearTimeout(timer);
  });
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        search();
        input.current?.blur();
      }}
    >
      <SearchIcon />
      <input
        ref={input}
        type="search"
        id="search"
        aria-label="Search this folder"
        placeholder="Search this folder"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key, currentTarget }) => key === 'Escape' && currentTarget.blur()}
      />
    </form>
  );
};

const liveWords = { connecting: 'Connecting', live: 'Live', cut: 'No connection, trying again' } as const;

/** Whether changes come by themselves. */
const LiveMark = () => {
  const state = useLiveState();
  return (
    <span className={`live ${state}`} role="status" title={liveWords[state]}>
      <i aria-hidden="true" />
      <span>{liveWords[state]}</span>
    </span>
  );
};
