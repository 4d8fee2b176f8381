import { z } from 'zod';
import type { ApiObject } from './api-action.ts';

/**
 * The Filters of a list: `prefixes` maps each filter to the member that must begin with its text, in any case. `State` may be filtered by in every
 * list whose entries have one. A filter that the list does not have is refused.
 */
export const filtersMember = (prefixes: Readonly<Record<string, string>>) =>
  z
    .strictObject(
      Object.fromEntries(
        [...Object.keys(prefixes), 'State'].map((name) => [
          name,
          name === 'State' ? z.enum(['ENABLED', 'DISABLED', 'DELETED']).optional() : z.string().max(256).optional(),
        ]),
      ),
    )
    .optional();

/** Whether an entry of a list passes all its filters. */
export const passes = (
  entry: ApiObject,
  filters: Readonly<Record<string, string | undefined>> | undefined,
  prefixes: Readonly<Record<string, string>>,
): boolean =>
  Object.entries(filters ?? {}).every(([name, wanted = '']) => {
    if (name === 'State') return entry['State'] === wanted;
    const value = entry[prefixes[name] ?? ''];
    return typeof value === 'string' && value.toLowerCase().startsWith(wanted.toLowerCase());
  });
