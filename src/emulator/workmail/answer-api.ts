import { EmulatorError } from '../emulator-error.ts';
import type { ApiAction, ApiContext, ApiObject } from './api-action.ts';
import { groupAndResourceActions } from './groups-and-resources.ts';
import { impersonationRoleActions } from './impersonation-roles.ts';
import { mailboxExportActions } from './mailbox-exports.ts';
import { organizationActions } from './organization.ts';
import { userActions } from './users.ts';

/** HTTP status and JSON body of an answer. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: ApiObject;
}

/**
 * Answers an action of the WorkMail API; an action that the emulator does not have is an UnknownOperationException. It has those that read what it
 * holds, and the whole life of impersonation roles and of mailbox export jobs. https://docs.aws.amazon.com/workmail/latest/APIReference/API_Operations.html
 */
export const answerApi = (name: string, input: ApiObject, context: ApiContext): ApiAnswer => {
  try {
    const action = isApiAction(name) ? actions[name] : undefined;
    if (action === undefined) throw new EmulatorError('UnknownOperationException', `There is no action ${name}.`);
    if (name !== 'ListOrganizations') checkOrganization(input, context);
    return { status: 200, body: action(input, context) };
  } catch (error) {
    if (error instanceof EmulatorError) return apiError(error.responseCode, error.message);
    throw error;
  }
};

/** Whether the emulator has an action of that name. */
export const isApiAction = (name: string): boolean => Object.hasOwn(actions, name);

/** The error form of AWS JSON 1.1. https://docs.aws.amazon.com/workmail/latest/APIReference/CommonErrors.html */
export const apiError = (type: string, message: string): ApiAnswer => ({
  status: errorStatus(type),
  body: { __type: type, Message: message },
});

const actions: Readonly<Record<string, ApiAction>> = {
  ...impersonationRoleActions,
  ...userActions,
  ...groupAndResourceActions,
  ...organizationActions,
  ...mailboxExportActions,
};

const checkOrganization = ({ OrganizationId: id }: ApiObject, { store }: ApiContext): void => {
  if (typeof id !== 'string' || id === '') {
    throw new EmulatorError('InvalidParameterException', 'OrganizationId: must be given.');
  }
  if (id !== store.organizationId) {
    throw new EmulatorError('OrganizationNotFoundException', 'The organization could not be found.');
  }
};

const errorStatus = (type: string): number => {
  if (type.startsWith('Internal')) return 500;
  if (type.startsWith('ServiceUnavailable')) return 503;
  return type.startsWith('TooManyRequests') ? 429 : 400;
};
