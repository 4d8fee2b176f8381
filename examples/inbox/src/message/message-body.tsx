import { useEffect, useRef } from 'react';
import type { OpenMessageQuery } from '../generated/graphql.ts';
import frameStyles from './frame.css?url';

type Body = NonNullable<NonNullable<NonNullable<OpenMessageQuery['mailbox']>['message']>['body']>;

/** The text of a message, and what of it was left out. */
export const MessageBody = ({ body: { content, format, truncated, remoteImagesBlocked } }: { readonly body: Body }) => (
  <>
    {remoteImagesBlocked > 0 && (
      <p className="banner">
        {remoteImagesBlocked === 1 ? 'A picture' : `${remoteImagesBlocked} pictures`} on other servers{' '}
        {remoteImagesBlocked === 1 ? 'was' : 'were'} not loaded: {remoteImagesBlocked === 1 ? 'it' : 'they'} would tell
        the sender that you read this.
      </p>
    )}
    {format === 'TEXT' ? <div className="plain-body">{content}</div> : <HtmlBody html={content} />}
    {truncated && <p className="banner">The end of this message is missing here.</p>}
  </>
);

/** Whoever sets a colour counts on white paper; all other mail can be shown in the reader's own colours. */
const needsPaper = (html: string): boolean => /color|background/i.test(html);

/**
 * HTML of strangers, sanitised by the gateway, in a frame without scripts, forms or plugins. `allow-same-origin` lets this page measure it and take
 * its keys; without `allow-scripts` nothing in the frame can make use of it. Links open elsewhere.
 */
const HtmlBody = ({ html }: { readonly html: string }) => {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const resizing = new ResizeObserver(() => {
      const root = element.contentDocument?.documentElement;
      if (root) element.style.height = `${Math.ceil(root.getBoundingClientRect().height)}px`;
    });
    const pass = (event: KeyboardEvent): void => {
      const { key, ctrlKey, altKey, metaKey } = event;
      const passed = new KeyboardEvent('keydown', { key, ctrlKey, altKey, metaKey, bubbles: true, cancelable: true });
      if (!element.dispatchEvent(passed)) event.preventDefault();
    };
    const attach = (): void => {
      const inside = element.contentDocument;
      // While a frame is being filled, its document is empty, whatever the types say.
      const root = inside?.documentElement as HTMLElement | null | undefined;
      if (!inside || !root) return;
      resizing.disconnect();
      resizing.observe(root);
      inside.addEventListener('keydown', pass);
    };
    attach();
    element.addEventListener('load', attach);
    return () => {
      element.removeEventListener('load', attach);
      resizing.disconnect();
    };
  }, []);
  const paper = needsPaper(html) ? 'paper' : 'plain';
  return (
    <iframe
      ref={frame}
      className={`html-body ${paper}`}
      title="Message"
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcDoc={`<!doctype html><html class="${paper}"><head><meta charset="utf-8"><title>Message</title><link rel="stylesheet" href="${frameStyles}"></head><body>${html}</body></html>`}
    />
  );
};
