import { printedByPython, startPython } from '../python.ts';
import { type ApiObject, type WorkmailClient, WorkmailRefusal } from './try-workmail-client.ts';

/** The version of boto3 that is installed, `1.26.27`; undefined: none. */
export const boto3Version = (): string | undefined => printedByPython('import boto3; print(boto3.__version__)');

type Told =
  | { readonly answer: unknown }
  | { readonly refused: { readonly class: string; readonly code: string; readonly message: string } }
  | { readonly broken: string };

/** Starts boto3 in a process of its own, which boto3_driver.py keeps. */
export const startBoto3 = (apiEndpoint: string): Promise<WorkmailClient> => {
  const boto3 = startPython({
    program: new URL('boto3_driver.py', import.meta.url),
    // Whatever AWS account this machine has is no business of boto3 here.
    variables: {
      WORKMAIL_API_ENDPOINT: apiEndpoint,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret of nothing',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  const ask = async (question: ApiObject): Promise<unknown> => {
    const told = (await boto3.ask(question)) as Told;
    if ('answer' in told) return told.answer;
    if ('broken' in told) throw new Error(told.broken);
    throw new WorkmailRefusal(told.refused.class, told.refused.code, told.refused.message);
  };
  return Promise.resolve({
    call: async (action, input) => (await ask({ action, input })) as ApiObject,
    pages: async (action, input, pageSize) => (await ask({ action, input, pageSize })) as readonly ApiObject[],
    close: boto3.close,
  });
};
