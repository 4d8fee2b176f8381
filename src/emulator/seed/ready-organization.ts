import type { SeedOrganization } from '../store/model.ts';
import { demoOrganization } from './demo-organization.ts';
import { emptyOrganization } from './empty-organization.ts';

/** The organisations that need no seed of one's own. */
export type ReadyOrganization = 'demo' | 'empty';

/** One of them; the demo is dated around `today`. */
export const readyOrganization = (name: ReadyOrganization, today: Date): SeedOrganization =>
  name === 'demo' ? demoOrganization(today) : emptyOrganization();
