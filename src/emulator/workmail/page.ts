import { z } from 'zod';
import { EmulatorError } from '../emulator-error.ts';
import type { ApiObject } from './api-action.ts';

/** The members that every action with pages reads: at most 100 entries a page, 100 when it is not said. */
export const pageMembers = {
  MaxResults: z.int().min(1).max(100).optional(),
  NextToken: z.string().min(1).max(1024).optional(),
};

/** What a request says of the page that it wants. */
export interface WantedPage {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page of a list under its name, with the NextToken that leads to the rest. Throws EmulatorError InvalidParameterException for a token of nobody's. */
export const page = (
  { MaxResults = 100, NextToken }: WantedPage,
  name: string,
  entries: readonly unknown[],
): ApiObject => {
  const start = NextToken === undefined ? 0 : readToken(NextToken, name);
  const end = start + MaxResults;
  return {
    [name]: entries.slice(start, end),
    NextToken: end < entries.length ? Buffer.from(`${name}:${end}`).toString('base64url') : undefined,
  };
};

const readToken = (token: string, name: string): number => {
  const [, list, start] = /^(\w+):(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('latin1')) ?? [];
  if (start === undefined || list !== name) {
    throw new EmulatorError('InvalidParameterException', 'NextToken: not one that this list gave.');
  }
  return Number(start);
};
