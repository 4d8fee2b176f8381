import type { Change, Mailbox, Message } from './gateway.ts';
import type { State, Store } from './store.ts';

/** A copy of a mailbox that is kept true. */
export interface Feed {
  /** Takes everything that has changed since the last time, and comes to the present. Throws GatewayError; what was taken until then is kept. */
  catchUp(): Promise<State>;
}

/** Goes on where the store ends. A process that dies at any moment goes on from the last state that was saved: nothing is missed. */
export const openFeed = async (mailbox: Mailbox, store: Store): Promise<Feed> => {
  let state = await store.load();

  const save = async (next: State): Promise<State> => {
    await store.save(next);
    state = next;
    return next;
  };

  /** The present position first, and everything after it: what changes while we read is told later, so that it is not missed. */
  const readAfresh = async (from: string | null): Promise<State> => {
    let token = from;
    for (;;) {
      const batch = await mailbox.changes(token);
      token = batch.token;
      if (!batch.hasMore) break;
    }
    const messages = new Map<string, Message>();
    for await (const page of mailbox.messages()) for (const message of page) messages.set(message.id, message);
    return { token, messages };
  };

  return {
    catchUp: async () => {
      let current = state ?? (await save(await readAfresh(null)));
      for (;;) {
        const batch = await mailbox.changes(current.token);
        if (batch.resyncRequired) {
          const { messages: known } = current;
          const afresh = await readAfresh(batch.token);
          await store.tell([...afresh.messages.values()].filter(({ id }) => !known.has(id)));
          current = await save(afresh);
          continue;
        }
        const { messages, arrivals } = applied(current.messages, batch.changes);
        // First the world, then the position: a kill in between tells twice, the other way round it would never tell.
        await store.tell(arrivals);
        if (batch.token !== current.token) current = await save({ token: batch.token, messages });
        if (!batch.hasMore) return current;
      }
    },
  };
};

/** What the changes make of the messages, and which are new. A change that was applied before changes nothing. */
const applied = (
  before: ReadonlyMap<string, Message>,
  changes: readonly Change[],
): { readonly messages: ReadonlyMap<string, Message>; readonly arrivals: readonly Message[] } => {
  const messages = new Map(before);
  const arrivals: Message[] = [];
  for (const change of changes) {
    switch (change.__typename) {
      case 'MessageChanged': {
        const { message, previousId } = change;
        const wasKnown = previousId !== null && messages.delete(previousId);
        // It is gone again; its ItemRemoved follows.
        if (message === null) break;
        if (!wasKnown && !messages.has(message.id)) arrivals.push(message);
        messages.set(message.id, message);
        break;
      }
      case 'MessageReadStateChanged': {
        const message = messages.get(change.id);
        if (message !== undefined) messages.set(change.id, { ...message, isRead: change.isRead });
        break;
      }
      case 'ItemRemoved':
        messages.delete(change.id);
        break;
      case 'FolderRemoved':
        for (const [id, { folder }] of messages) if (folder?.id === change.id) messages.delete(id);
        break;
      default:
        // Events, contacts, tasks and folders are not copied here.
        break;
    }
  }
  return { messages, arrivals };
};
