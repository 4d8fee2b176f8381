import { createHash } from 'node:crypto';
import { callerKey } from '../../access/caller.ts';
import type { ExportOrder } from '../../exports/mailbox-exports.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { collectIssues } from './checked-text.ts';
import { idempotencyKeyProblem } from './idempotency-key.ts';

interface StartMailboxExportShape {
  readonly mailbox: string;
  readonly roleArn: string;
  readonly kmsKeyArn: string;
  readonly s3BucketName: string;
  readonly s3Prefix: string;
  readonly description?: string | null | undefined;
  readonly idempotencyKey: string;
}

const longestArn = 2048;
const longestDescription = 1023;

export const StartMailboxExportInput = builder.inputRef<StartMailboxExportShape>('StartMailboxExportInput').implement({
  description: 'A mailbox to export, and where to. Key and bucket lie in the AWS region of the organisation.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    roleArn: t.string({
      required: true,
      description: 'The IAM role that WorkMail takes on to write: `arn:aws:iam::111122223333:role/MailboxExport`.',
    }),
    kmsKeyArn: t.string({
      required: true,
      description:
        'The symmetric KMS key that encrypts what is written: `arn:aws:kms:eu-west-1:111122223333:key/…`, no alias.',
    }),
    s3BucketName: t.string({ required: true, description: 'The bucket that it is written to.' }),
    s3Prefix: t.string({
      required: true,
      description: 'What the name of the file begins with, in the manner of a folder: `leavers/alice`.',
    }),
    description: t.string({ description: `A note, up to ${longestDescription} characters, shown with the job.` }),
    idempotencyKey: t.string({
      required: true,
      description:
        'Your own name for this export, 1 to 255 visible ASCII characters, such as a UUID. WorkMail starts an export once for a key, and answers the first job again; with another order it is an IDEMPOTENCY_MISMATCH.',
    }),
  }),
});

/** https://docs.aws.amazon.com/workmail/latest/APIReference/API_StartMailboxExportJob.html */
const patterns = {
  roleArn: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\x21-\x7e]+$/,
  kmsKeyArn: /^arn:aws:kms:[a-z0-9-]*:[a-z0-9-]+:[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,1023}$/,
  s3BucketName: /^[A-Za-z0-9.-]{1,63}$/,
  s3Prefix: /^[A-Za-z0-9!_.*'()/-]{1,1023}$/,
};

const problems: Readonly<Record<keyof typeof patterns, string>> = {
  roleArn: 'must be the ARN of an IAM role.',
  kmsKeyArn: 'must be the ARN of a KMS key.',
  s3BucketName: 'must be the name of a bucket: 1 to 63 letters, digits, dots and hyphens.',
  s3Prefix: "must be 1 to 1023 letters, digits and any of ! _ . * ' ( ) / -",
};

/** WorkMail's own name of something that a caller asks for: the same from every gateway, and another one for every caller. */
export const exportToken = ({ caller }: Pick<Context, 'caller'>, ...parts: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([callerKey(caller), ...parts]))
    .digest('base64url');

/** Throws WriteRefusal INVALID naming everything that is wrong. */
export const readExportOrder = (
  context: Pick<Context, 'caller'>,
  { entry }: Pick<OpenedMailbox, 'entry'>,
  input: StartMailboxExportShape,
): ExportOrder => {
  const { note, refuse } = collectIssues();
  for (const name of Object.keys(patterns) as (keyof typeof patterns)[]) {
    const isRight = patterns[name].test(input[name]) && input[name].length <= longestArn;
    note(['input', name], isRight ? undefined : problems[name]);
  }
  const { description, idempotencyKey, roleArn, kmsKeyArn, s3BucketName, s3Prefix } = input;
  if ((description ?? '').length > longestDescription)
    note(['input', 'description'], `is longer than ${longestDescription} characters.`);
  note(['input', 'idempotencyKey'], idempotencyKeyProblem(idempotencyKey));
  refuse();
  return {
    entityId: entry.id ?? entry.address,
    description: description ?? undefined,
    roleArn,
    kmsKeyArn,
    s3BucketName,
    s3Prefix,
    clientToken: exportToken(context, 'start', idempotencyKey),
  };
};
