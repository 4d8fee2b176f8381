import type { GraphQLResolveInfo } from 'graphql';
import { EwsError } from '../../ews/errors.ts';
import { mailboxAddress, type ItemId } from '../../ews/properties/id.ts';
import type { GlobalId } from '../../global-id.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { WriteRefusal } from '../../mailbox/write/write-refusal.ts';
import type { Context } from '../context.ts';
import { demandAll, demandAny, needsOf, needsOneOfIn, type AnyOf, type MailboxRights } from '../guards/permission.ts';
import { ewsItemId, mailboxOf, readId } from '../ids.ts';
import type { Written } from '../refs.ts';
import { userErrorOf } from '../user-errors.ts';

/** One mutation, in the order in which it is asked whether it may be. */
export interface Mutation<Done> {
  /** Opens the mailbox that it writes to. */
  readonly open: () => Promise<OpenedMailbox>;
  /** The id, as the client sent it, of the one thing that it is about. */
  readonly id?: string;
  /** Reads the input, refuses what cannot be, and writes. What it throws becomes a UserError. */
  readonly work: (mailbox: OpenedMailbox) => Promise<Done>;
  /** What the payload shows beside a failure of `work`: what had been done by then. */
  readonly doneByThen?: () => Done | undefined;
}

/** Of a payload without anything in it: there is nothing to keep from anybody. */
const rightsOnNothing: MailboxRights = { address: mailboxAddress('nobody@invalid')!, may: () => true };

const demandNeeds = (context: Context, mailbox: OpenedMailbox, info: GraphQLResolveInfo): void => {
  const { parentType, fieldName } = info;
  const field = parentType.getFields()[fieldName];
  const all: AnyOf = (field && needsOf(field)) ?? [];
  const oneOf: AnyOf = (field && needsOneOfIn(field)) ?? [];
  // Fails closed.
  if (all.length + oneOf.length === 0) throw new Error(`${fieldName} does not say what it needs`);
  demandAll(context, mailbox, info, all);
  if (oneOf.length > 0) demandAny(context, mailbox, info, oneOf);
};

/**
 * Runs a mutation. Whatever hinders it is in `userErrors` of its payload, which always comes; only failures of the gateway itself are thrown. A
 * gateway that cannot write says so before anything is asked of anybody, and what the mutation `needs` is asked for before its input is read.
 */
export const mutate = async <Done>(
  context: Context,
  info: GraphQLResolveInfo,
  { open, id, work, doneByThen }: Mutation<Done>,
): Promise<Written<Done>> => {
  let mailbox: OpenedMailbox | undefined;
  try {
    if (!context.gateway.canWrite)
      throw new WriteRefusal({
        reason: 'FORBIDDEN',
        detail: 'This gateway can only read: no role that may write is configured.',
      });
    // The one before it in the same request is finished without its caller; this one need not be begun.
    if (context.signal.aborted) throw new EwsError('aborted', 'the caller left before the mutation');
    mailbox = await open();
    demandNeeds(context, mailbox, info);
    return { mailbox, done: await work(mailbox), userErrors: [] };
  } catch (error) {
    const { requestId } = context;
    const userError = userErrorOf(error, { requestId, mailbox, id });
    context.onUserError?.(userError.code);
    return { mailbox: mailbox ?? rightsOnNothing, done: doneByThen?.(), userErrors: [userError] };
  }
};

/** A mutation that is about one item. */
export interface ItemMutation<Done> {
  /** `input.id`, as the client sent it. */
  readonly id: string;
  /** As that of `Mutation`. */
  readonly work: (mailbox: OpenedMailbox, item: ItemId) => Promise<Done>;
  readonly doneByThen?: Mutation<Done>['doneByThen'];
}

/** Runs a mutation in the mailbox that an item lives in. */
export const mutateItem = <Done>(
  context: Context,
  info: GraphQLResolveInfo,
  { id, work, ...rest }: ItemMutation<Done>,
): Promise<Written<Done>> => {
  const read = (): GlobalId => readId(context, 'id', id, ['Item']);
  return mutate(context, info, {
    ...rest,
    id,
    open: () => mailboxOf(context, read()),
    work: (mailbox) => work(mailbox, ewsItemId(read())),
  });
};
