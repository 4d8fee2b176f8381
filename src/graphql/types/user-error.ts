import { decodeGlobalId } from '../../global-id.ts';
import { builder } from '../builder.ts';
import { ErrorCode } from '../enums.ts';
import { cost } from '../guards/cost.ts';
import { changeKeyText, ewsItemId, idText } from '../ids.ts';
import { Node, UserError } from '../refs.ts';
import type { UserErrorOf } from '../user-errors.ts';

UserError.implement({
  description:
    'A failure that the caller can act on. Its type says what there is to know besides; `code` is the same closed list as in `extensions.code`.',
  resolveType: ({ typeName }) => typeName,
  fields: (t) => ({
    code: t.field({
      type: ErrorCode,
      nullable: false,
      description: 'What kind of failure it is.',
      resolve: ({ code }) => code,
    }),
    detail: t.exposeString('detail', { nullable: false, description: 'A sentence for people, without values.' }),
    retryable: t.exposeBoolean('retryable', {
      nullable: false,
      description: 'Whether the same mutation may succeed later, unchanged, and cannot do anything twice.',
    }),
    retryAfter: t.field({
      type: 'Duration',
      description: 'When to try again, where that is known.',
      resolve: ({ retryAfter }) => retryAfter,
    }),
    upstreamCode: t.exposeString('upstreamCode', {
      description: 'The mail server’s own code. For support and logs; the list of them is open.',
    }),
  }),
});

const FieldIssue = builder.objectRef<UserErrorOf<'ValidationError'>['fields'][number]>('FieldIssue').implement({
  permission: 'withItsParent',
  description: 'A part of the input that cannot be written, and why.',
  fields: (t) => ({
    path: t.stringList({
      nullable: false,
      description: 'From the argument down, such as `["input", "message", "to", "0", "address"]`.',
      resolve: ({ path }) => [...path],
    }),
    message: t.exposeString('message', { nullable: false, description: 'What is wrong with it.' }),
  }),
});

builder.objectRef<UserErrorOf<'ValidationError'>>('ValidationError').implement({
  permission: 'withItsParent',
  description: 'The input cannot be written. Nothing was tried.',
  interfaces: [UserError],
  fields: (t) => ({
    fields: t.field({
      complexity: cost('failures'),
      type: [FieldIssue],
      nullable: false,
      description: 'Every part that is wrong; empty where the mail server refused the whole.',
      resolve: ({ fields }) => [...fields],
    }),
  }),
});

builder.objectRef<UserErrorOf<'NotFoundError'>>('NotFoundError').implement({
  permission: 'withItsParent',
  description: 'There is no such thing, or it is not yours: both look the same.',
  interfaces: [UserError],
  fields: (t) => ({
    missingId: t.exposeID('missingId', { description: 'The id that leads nowhere.' }),
    movedTo: t.id({
      description: 'The id that it has now, when it was moved through this gateway not long ago.',
      resolve: ({ missingId, mailbox }, _args, context) => {
        const missing = missingId === undefined ? undefined : decodeGlobalId(context.sealer, missingId);
        if (mailbox === undefined || missing?.type !== 'Item') return undefined;
        const id = mailbox.moves.of(ewsItemId(missing));
        return id === undefined ? undefined : idText(context, { ...missing, id });
      },
    }),
  }),
});

builder.objectRef<UserErrorOf<'AccessDeniedError'>>('AccessDeniedError').implement({
  permission: 'withItsParent',
  description: 'You may not do this here, or the gateway or the mail server cannot.',
  interfaces: [UserError],
});

builder.objectRef<UserErrorOf<'ConflictError'>>('ConflictError').implement({
  permission: 'withItsParent',
  description: 'It is not as you thought: changed since, taken, or already worked on.',
  interfaces: [UserError],
  fields: (t) => ({
    currentChangeKey: t.field({
      type: 'ChangeKey',
      description: 'The version that it has now; give it back as `ifChangeKey` when you still want the change.',
      resolve: ({ changeKey }, _args, context) =>
        changeKey === undefined ? undefined : changeKeyText(context, changeKey),
    }),
    current: t.field({ type: Node, description: 'As it is now.', resolve: ({ current }) => current }),
  }),
});

builder.objectRef<UserErrorOf<'QuotaExceededError'>>('QuotaExceededError').implement({
  permission: 'withItsParent',
  description: 'More than a message or a mailbox may have.',
  interfaces: [UserError],
  fields: (t) => ({
    quota: t.exposeString('quota', {
      nullable: false,
      description:
        '`contentBytes`, `mimeBytes`, `recipients`, `attachments`, or `mailbox` when the mail server said so.',
    }),
    limit: t.field({
      type: 'Long',
      description: 'The most that it may be; null where the mail server does not tell.',
      resolve: ({ limit }) => limit,
    }),
    actual: t.field({ type: 'Long', description: 'What it would have been.', resolve: ({ actual }) => actual }),
  }),
});

builder.objectRef<UserErrorOf<'ThrottledError'>>('ThrottledError').implement({
  permission: 'withItsParent',
  description: 'Too much at once. Nothing was done; wait for `retryAfter`.',
  interfaces: [UserError],
});

builder.objectRef<UserErrorOf<'UpstreamError'>>('UpstreamError').implement({
  permission: 'withItsParent',
  description: 'The mail server failed, or could not be asked.',
  interfaces: [UserError],
  fields: (t) => ({
    requestId: t.exposeString('requestId', { description: 'The gateway’s own name of the request, for support.' }),
    outcomeUnknown: t.exposeBoolean('outcomeUnknown', {
      nullable: false,
      description: 'True when the write may have happened. Look before you repeat it, or repeat it under its key.',
    }),
  }),
});
