import { onTestFinished } from 'vitest';
import { bodyOf, codesIn, envelope, impersonating, type RunningEmulator, type TextAnswer } from './running-emulator.ts';

const allEvents = ['Copied', 'Created', 'Deleted', 'FreeBusyChanged', 'Modified', 'Moved', 'NewMail'];

/** Folders by their well-known ids; none: all folders. */
const folderIds = (folders: readonly string[]): string =>
  folders.length === 0
    ? ''
    : `<t:FolderIds>${folders.map((id) => `<t:DistinguishedFolderId Id="${id}"/>`).join('')}</t:FolderIds>`;

const eventTypes = (events: readonly string[]): string =>
  `<t:EventTypes>${events.map((event) => `<t:EventType>${event}Event</t:EventType>`).join('')}</t:EventTypes>`;

/** What a test wants to be told of: by itself everything in all folders. */
export interface Wanted {
  readonly folders?: readonly string[];
  readonly events?: readonly string[];
  readonly watermark?: string;
}

const request = (kind: string, { folders = [], events = allEvents, watermark }: Wanted, more: string): string =>
  `<m:Subscribe><m:${kind}SubscriptionRequest${folders.length === 0 ? ' SubscribeToAllFolders="true"' : ''}>${folderIds(folders)}${eventTypes(events)}${watermark === undefined ? '' : `<t:Watermark>${watermark}</t:Watermark>`}${more}</m:${kind}SubscriptionRequest></m:Subscribe>`;

/** Requests to subscribe. */
export const subscribePull = (wanted: Wanted = {}, timeout: number | string = 10): string =>
  request('Pull', wanted, `<t:Timeout>${timeout}</t:Timeout>`);
export const subscribePush = (url: string, wanted: Wanted = {}, frequency: number | string = 1): string =>
  request('Push', wanted, `<t:StatusFrequency>${frequency}</t:StatusFrequency><t:URL>${url}</t:URL>`);
export const subscribeStreaming = (wanted: Wanted = {}): string => request('Streaming', wanted, '');

export const getEvents = (id: string, watermark: string): string =>
  `<m:GetEvents><m:SubscriptionId>${id}</m:SubscriptionId><m:Watermark>${watermark}</m:Watermark></m:GetEvents>`;

export const unsubscribe = (id: string): string =>
  `<m:Unsubscribe><m:SubscriptionId>${id}</m:SubscriptionId></m:Unsubscribe>`;

export const getStreamingEvents = (ids: readonly string[], minutes: number | string = 30): string =>
  `<m:GetStreamingEvents><m:SubscriptionIds>${ids.map((id) => `<t:SubscriptionId>${id}</t:SubscriptionId>`).join('')}</m:SubscriptionIds><m:ConnectionTimeout>${minutes}</m:ConnectionTimeout></m:GetStreamingEvents>`;

const inside = (text: string, element: string): string => new RegExp(`<[tm]:${element}>([^<]*)<`).exec(text)?.[1] ?? '';

/** Id and watermark of a subscription just made. Throws when it was refused. */
export const subscriptionIn = (answer: TextAnswer): { readonly id: string; readonly watermark: string } => {
  const id = inside(answer.text, 'SubscriptionId');
  if (id === '') throw new Error(`no subscription: ${codesIn(answer).join()} ${answer.text}`);
  return { id, watermark: inside(answer.text, 'Watermark') };
};

/** The events in a text but for those of status, each as one line: `NewMailEvent item 1 in inbox`. `names` tells ids. */
export const eventsIn = (text: string, names: ReadonlyMap<string, string>): readonly string[] =>
  [...text.matchAll(/<t:((?!Status)\w+Event)>([^]*?)<\/t:\1>/g)].map(([, type = '', content = '']) => {
    const name = (element: string): string | undefined => {
      const id = new RegExp(`<t:${element} Id="([^"]+)"/>`).exec(content)?.[1];
      return id === undefined ? undefined : (names.get(id) ?? '?');
    };
    const old = name('OldItemId') ?? name('OldFolderId');
    const unread = /<t:UnreadCount>(\d+)</.exec(content)?.[1];
    return [
      `${type} ${name('ItemId') ?? name('FolderId')} in ${name('ParentFolderId')}`,
      ...(old === undefined ? [] : [`was ${old} in ${name('OldParentFolderId')}`]),
      ...(unread === undefined ? [] : [`unread ${unread}`]),
    ].join(', ');
  });

/** One page of GetEvents. */
export const pull = async (running: Pick<RunningEmulator, 'call'>, id: string, watermark: string) => {
  const answer = await running.call(getEvents(id, watermark));
  const body = bodyOf(answer);
  return {
    codes: codesIn(answer),
    body,
    hasMore: body.includes('<t:MoreEvents>true<'),
    watermark: [...body.matchAll(/<t:Watermark>([^<]+)</g)].at(-1)?.[1] ?? '',
  };
};

/** An open answer to GetStreamingEvents. */
export interface OpenStream {
  readonly answer: Response;
  /** Everything that came so far. */
  text(): string;
  /** Waits until the text that came so far contains something, and returns it. Throws when the stream ends before. */
  until(part: string): Promise<string>;
  /** Waits for the end: `whole` as HTTP says, or `broken`. */
  end(): Promise<'whole' | 'broken'>;
  leave(): void;
}

/** Opens a stream for alice, which ends with the test. */
export const openStream = async (
  { ewsUrl, token }: RunningEmulator,
  ids: readonly string[],
  minutes: number | string = 30,
  mailbox = 'alice@example.test',
): Promise<OpenStream> => {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const answer = await fetch(ewsUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${await token()}` },
    body: envelope(getStreamingEvents(ids, minutes), impersonating(mailbox)),
    signal: leaving.signal,
  });
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let ended: 'whole' | 'broken' | undefined;
  const readOn = async (): Promise<void> => {
    try {
      const piece = await reader?.read();
      if (piece?.value === undefined) ended = 'whole';
      else text += decoder.decode(piece.value, { stream: true });
    } catch {
      ended = 'broken';
    }
  };
  return {
    answer,
    text: () => text,
    until: async (part) => {
      while (!text.includes(part)) {
        if (ended !== undefined) throw new Error(`${ended} end without ${part}: ${text}`);
        await readOn();
      }
      return text;
    },
    end: async () => {
      for (;;) {
        if (ended !== undefined) return ended;
        await readOn();
      }
    },
    leave: () => leaving.abort(),
  };
};

/** The envelopes of a stream; what is no whole one comes last. */
export const envelopesIn = (text: string): readonly string[] =>
  text.split(/(?<=<\/Envelope>)/).filter((part) => part !== '');
