import { boto3Version, startBoto3 } from './aws/start-boto3.ts';
import { tryWorkmailClient } from './aws/try-workmail-client.ts';

tryWorkmailClient(
  {
    name: 'boto3 1.26 (Python)',
    file: 'boto3',
    installed: boto3Version()?.startsWith('1.26.') === true,
    missing: 'no python3-boto3 1.26, see EWS_PYTHON',
  },
  // botocore makes classes of the errors in its model, and one for all others.
  { generalError: 'ClientError', sinceFilters: false },
  startBoto3,
);
