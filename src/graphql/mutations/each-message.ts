import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { ItemId } from '../../ews/properties/id.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { WriteOutcome } from '../../mailbox/write/write-each.ts';
import { invalidField, WriteRefusal } from '../../mailbox/write/write-refusal.ts';
import type { Context } from '../context.ts';
import { ewsItemId, readChangeKey, readIdIn } from '../ids.ts';
import { mailboxAt } from '../mailbox-source.ts';
import type { MessageResult, Written } from '../refs.ts';
import { userErrorOf } from '../user-errors.ts';
import { mutate } from './mutate.ts';
import { readMessage } from './read-message.ts';

/** Ids in one mutation: as many as a page shows and `nodes` reads. The mail server gets two hundred of them at a time, one call after the other. */
const mostMessages = 1000;

/** What a field that takes ids says of them. */
export const idsDescription = `Ids of messages of this mailbox, up to ${mostMessages}. One that is given twice is written once.`;

/** Messages of one mailbox as a client names them. */
export interface EachMessageInput {
  readonly mailbox: string;
  readonly ids: readonly string[];
  /** One for each id. */
  readonly ifChangeKeys?: readonly string[] | null | undefined;
  /** Where these stand among the arguments; absent: in `input`. */
  readonly at?: readonly string[];
}

const inInput: readonly string[] = ['input'];

/** A message that is to be written, each once. */
interface WantedMessage {
  readonly id: ItemId;
  readonly ifChangeKey: string | undefined;
}

const refuseCounts = ({ ids, ifChangeKeys, at = inInput }: EachMessageInput): void => {
  if (ids.length > mostMessages) throw invalidField([...at, 'ids'], `may hold ${mostMessages} at most.`);
  if (ifChangeKeys === null) throw invalidField([...at, 'ifChangeKeys'], 'cannot be null; leave it out.');
  if (ifChangeKeys !== undefined && ifChangeKeys.length !== ids.length)
    throw invalidField([...at, 'ifChangeKeys'], 'must have one entry for each of ids.');
};

/** What a reader throws, with the place in the input. */
const placed = <Value>(path: readonly string[], message: string, read: () => Value): Value => {
  try {
    return read();
  } catch (error) {
    throw error instanceof GraphQLError ? invalidField(path, message) : error;
  }
};

/** What was asked for under one id, or why that cannot be. */
type Asked = WantedMessage | WriteRefusal;

/** Reads ids and versions: each that is none is an error of its own, and nothing is sent for it. */
const readAsked = (
  context: Context,
  mailbox: OpenedMailbox,
  { ids, ifChangeKeys, at = inInput }: EachMessageInput,
): readonly Asked[] => {
  const versions = new Map<ItemId, string | undefined>();
  return ids.map((text, index) => {
    const place = [...at, 'ids', String(index)];
    try {
      const id = placed(place, 'is not the id of an item of this mailbox.', () =>
        ewsItemId(readIdIn(context, 'ids', text, ['Item'], mailbox)),
      );
      const version = ifChangeKeys?.[index];
      const versionPlace = [...at, 'ifChangeKeys', String(index)];
      const ifChangeKey =
        version === undefined
          ? undefined
          : placed(versionPlace, 'is not a change key that this gateway made.', () => readChangeKey(context, version));
      if (versions.has(id) && versions.get(id) !== ifChangeKey)
        throw invalidField(versionPlace, 'is another version than was given for the same id before.');
      versions.set(id, ifChangeKey);
      return { id, ifChangeKey };
    } catch (error) {
      if (error instanceof WriteRefusal) return error;
      throw error;
    }
  });
};

/**
 * Runs a mutation that is about several messages of one mailbox: one result for each id, in order, ids given twice answered twice and written once.
 * `write` gets those that are ids of this mailbox; what it throws concerns the call as a whole.
 */
export const mutateEach = (
  context: Context,
  info: GraphQLResolveInfo,
  input: EachMessageInput,
  write: (mailbox: OpenedMailbox, wanted: readonly WantedMessage[]) => Promise<ReadonlyMap<ItemId, WriteOutcome>>,
): Promise<Written<readonly MessageResult[]>> =>
  mutate(context, info, {
    open: () => mailboxAt(context, input.mailbox),
    work: async (mailbox) => {
      refuseCounts(input);
      const asked = readAsked(context, mailbox, input);
      const wanted = new Map(asked.flatMap((one) => (one instanceof WriteRefusal ? [] : [[one.id, one] as const])));
      const outcomes = await write(mailbox, [...wanted.values()]);
      return asked.map((one, index): MessageResult => {
        const id = input.ids[index] ?? '';
        const failed = (failure: unknown): MessageResult => {
          const error = userErrorOf(failure, { requestId: context.requestId, mailbox, id });
          context.onUserError?.(error.code);
          return { mailbox, id, error };
        };
        if (one instanceof WriteRefusal) return failed(one);
        const outcome = outcomes.get(one.id);
        if (outcome === undefined) throw new Error(`${info.fieldName} says nothing of an id`);
        if ('failure' in outcome) return failed(outcome.failure);
        return { mailbox, id, read: outcome.id === undefined ? undefined : readMessage(mailbox, outcome.id) };
      });
    },
  });
