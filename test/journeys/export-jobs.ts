import { sealedId } from './journey-of-test.ts';
import type { Journey } from './start.ts';

/** Where a mailbox is exported to, by the names of StartMailboxExportInput. */
export const exportPlace = {
  roleArn: 'arn:aws:iam::111122223333:role/WorkmailMailboxExportRole',
  kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
  s3BucketName: 'amzn-s3-demo-bucket',
  s3Prefix: 'leavers',
};

type ApiBody = Readonly<Record<string, unknown>>;

/** Asks the WorkMail API itself, as an administrator does by AWS's command line. */
export const askApi = async (
  { emulator, emulatorUrl }: Pick<Journey, 'emulator' | 'emulatorUrl'>,
  action: string,
  input: ApiBody,
): Promise<ApiBody> => {
  const answer = await fetch(new URL(emulatorUrl).origin, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `WorkMailService.${action}`,
      'x-amz-date': '20261120T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/us-east-1/workmail/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
    },
    body: JSON.stringify({ OrganizationId: emulator.organizationId, ...input }),
  });
  return (await answer.json()) as ApiBody;
};

/** Lets the server export a mailbox, past the gateway; the job's id as a client of the gateway holds it. */
export const startExport = async (
  journey: Pick<Journey, 'emulator' | 'emulatorUrl'>,
  mailbox: string,
  state: 'RUNNING' | 'CANCELLED',
): Promise<string> => {
  const { JobId } = await askApi(journey, 'StartMailboxExportJob', {
    EntityId: mailbox,
    RoleArn: exportPlace.roleArn,
    KmsKeyArn: exportPlace.kmsKeyArn,
    S3BucketName: exportPlace.s3BucketName,
    S3Prefix: exportPlace.s3Prefix,
    ClientToken: `before-${mailbox}`,
  });
  if (state === 'CANCELLED') await askApi(journey, 'CancelMailboxExportJob', { JobId, ClientToken: 'stop' });
  return sealedId('MailboxExportJob', mailbox, String(JobId));
};
