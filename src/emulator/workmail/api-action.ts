import { z } from 'zod';
import { EmulatorError } from '../emulator-error.ts';
import type { Store } from '../store/store.ts';
import type { AccessControl } from './access.ts';
import type { ExportJobs } from './export-jobs.ts';

/** A JSON object of the API. Times in it are seconds since 1970, as AWS JSON 1.1 writes them. */
export type ApiObject = Readonly<Record<string, unknown>>;

/** What actions look at and change. */
export interface ApiContext {
  readonly store: Store;
  readonly access: AccessControl;
  readonly exports: ExportJobs;
}

/** Answers a request's JSON object with another one. Throws EmulatorError, whose response code is then the name of an AWS error. */
export type ApiAction = (input: ApiObject, context: ApiContext) => ApiObject;

/**
 * An action, and the members that it reads. What else a request holds is passed over, and null is the same as absent, as AWS has it. A member that
 * breaks its limits is an InvalidParameterException.
 */
export const apiAction = <Shape extends z.ZodRawShape>(
  members: Shape,
  answer: (input: z.infer<z.ZodObject<Shape>>, context: ApiContext) => ApiObject,
): ApiAction => {
  const schema = z.object(members);
  return (input, context) => {
    const read = schema.safeParse(withoutNulls(input));
    if (read.success) return answer(read.data, context);
    const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new EmulatorError('InvalidParameterException', wrong.join('; '));
  };
};

/** The id or address of a user, a group or a resource. */
export const entityIdMember = z.string().min(12).max(256);

/** The id of an impersonation role. */
export const roleIdMember = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/);

/** EntityNotFoundException: there is no user, group or resource of this id or address. */
export const entityNotFound = (): EmulatorError =>
  new EmulatorError('EntityNotFoundException', 'The entity could not be found.');

/** A day long ago, in seconds: everybody and everything was enabled then. */
export const enabledSeconds = Date.UTC(2024, 0, 8) / 1000;

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, withoutNulls(member)]])),
  );
};
