import * as aws from '@aws-sdk/client-workmail';
import { vi } from 'vitest';
import { type ApiObject, tryWorkmailClient, WorkmailRefusal } from './aws/try-workmail-client.ts';

type Call = (input: ApiObject) => Promise<object>;
type Paginate = (config: object, input: ApiObject) => AsyncIterable<object>;

/** An answer as it would be in JSON, where times are texts. */
const plain = (answer: object): ApiObject =>
  JSON.parse(JSON.stringify({ ...answer, $metadata: undefined })) as ApiObject;

const refusal = (error: unknown): unknown =>
  error instanceof aws.WorkMailServiceException
    ? new WorkmailRefusal(error.constructor.name, error.name, error.message)
    : error;

tryWorkmailClient(
  {
    name: '@aws-sdk/client-workmail 3.1048 (JavaScript)',
    file: 'aws-sdk-js',
    installed: true,
    missing: 'no @aws-sdk/client-workmail',
  },
  { generalError: 'WorkMailServiceException', sinceFilters: true },
  (apiEndpoint) => {
    // All that it is told is what AWS's clients find in the environment.
    vi.stubEnv('AWS_ENDPOINT_URL_WORKMAIL', apiEndpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret of nothing');
    const client = new aws.WorkMail();
    const calls = client as unknown as Readonly<Record<string, Call>>;
    const paginators = aws as unknown as Readonly<Record<string, Paginate>>;
    return Promise.resolve({
      call: async (action, input) => {
        const name = `${action[0]?.toLowerCase() ?? ''}${action.slice(1)}`;
        try {
          return plain((await calls[name]?.call(client, input)) ?? {});
        } catch (error) {
          throw refusal(error);
        }
      },
      pages: async (action, input, pageSize) => {
        const paginate = paginators[`paginate${action}`];
        if (paginate === undefined) throw new Error(`There is no paginator for ${action}`);
        const pages: ApiObject[] = [];
        for await (const page of paginate({ client, pageSize }, input)) pages.push(plain(page));
        return pages;
      },
      close: () => {
        client.destroy();
        vi.unstubAllEnvs();
        return Promise.resolve();
      },
    });
  },
);
