import { useEffect, useRef } from 'react';
import { FailurePanel } from '../frame/failure-panel.tsx';
import { routeHref, type Route } from '../frame/route.ts';
import { MessageRow } from './message-row.tsx';
import type { MailScreen } from './use-mail-screen.ts';

interface MessageListProps {
  readonly screen: MailScreen;
  readonly route: Route;
  readonly label: string;
  /** The message that the keyboard is at. */
  readonly cursor: string | undefined;
  readonly onFocus: (id: string) => void;
  readonly onStep: (by: 1 | -1) => void;
}

/** How far below the edge the next page is asked for. */
const ahead = '600px';

/** The list. The next page is read before its reader comes to the end of this one. */
export const MessageList = ({ screen, route, label, cursor, onFocus, onStep }: MessageListProps) => {
  const { messages, failure, hasMore, isLoadingMore, loadMore, retry } = screen;
  const scroller = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (end.current === null || !hasMore) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && loadMore(), {
      root: scroller.current,
      rootMargin: ahead,
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, loadMore]);
  const { mailbox, folder, only, search } = route;
  useEffect(() => {
    scroller.current?.scrollTo(0, 0);
  }, [mailbox, folder, only, search]);

  if (failure !== undefined) return <FailurePanel failure={failure} retry={retry} />;
  const first = messages?.some(({ id }) => id === cursor) === true ? cursor : messages?.[0]?.id;
  return (
    <div className="list-scroller" ref={scroller} aria-busy={messages === undefined}>
      {messages === undefined && <div className="skeleton rows" role="status" aria-label="Reading the list" />}
      {messages?.length === 0 && (
        <div className="empty">
          <p>{search === '' ? 'Nothing here.' : 'Nothing was found.'}</p>
        </div>
      )}
      <ul
        className="rows"
        aria-label={label}
        onFocus={({ target }) => {
          const id = target.closest('[data-message]')?.getAttribute('data-message');
          if (id) onFocus(id);
        }}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined;
          if (by === undefined) return;
          event.preventDefault();
          onStep(by);
        }}
      >
        {messages?.map((message) => (
          <MessageRow
            key={message.id}
            message={message}
            href={routeHref({ ...route, message: message.id })}
            isOpen={message.id === route.message}
            hasTab={message.id === first}
          />
        ))}
      </ul>
      <div ref={end} className="list-end">
        {isLoadingMore && <span role="status">Reading more</span>}
      </div>
    </div>
  );
};
