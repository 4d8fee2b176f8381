import { onTestFinished } from 'vitest';
import { demoOrganization } from '../../src/emulator/seed/demo-organization.ts';
import { mailboxAddress } from '../../src/ews/properties/id.ts';
import { decodeGlobalId, encodeGlobalId, type GlobalIdType } from '../../src/global-id.ts';
import { createSealer } from '../../src/sealer.ts';
import { journeyDay, journeySecret, startJourney, type Answer, type Journey, type JourneyOptions } from './start.ts';

/** The demo organisation as it was when nobody had touched it; every emulator builds its own store from it. */
const demo = demoOrganization(journeyDay);

/** A journey that ends with the test that began it. */
export const journeyOfTest = async (options: JourneyOptions = {}): Promise<Journey> => {
  const journey = await startJourney({ seed: demo, ...options });
  onTestFinished(() => journey.close());
  return journey;
};

/** What a client is told about failures, by path: everything but the place in its own text. */
export const problemsOf = ({ errors = [] }: Answer<unknown>): readonly object[] =>
  errors
    .map(({ message, path, extensions }) => ({ message, ...(path === undefined ? {} : { path }), ...extensions }))
    .toSorted((a, b) => (JSON.stringify(a.path) < JSON.stringify(b.path) ? -1 : 1));

const sealer = createSealer(journeySecret);

/** Seals an id as the gateway itself would: what a client holds that has seen the thing before. */
export const sealedId = (type: GlobalIdType, mailbox: string, ewsId: string): string => {
  const address = mailboxAddress(mailbox);
  if (address === undefined) throw new Error(`${mailbox} is no address`);
  return encodeGlobalId(sealer, { type, mailbox: address, id: ewsId });
};

/** The EWS id inside an id of the gateway, for changing the thing at the server. */
export const ewsIdIn = (globalId: string): string => {
  const id = decodeGlobalId(sealer, globalId);
  if (id === undefined) throw new Error('not an id of this gateway');
  return id.id;
};

/** Names of the operations that reached the emulator, in order. */
export const operationsAt = ({ emulator }: Journey): readonly string[] =>
  emulator.requests.map(({ operation }) => operation);

/** How often an action of the WorkMail API was called. */
export const apiCalls = ({ emulator }: Journey, action: string): number =>
  emulator.apiRequests.filter((request) => request.action === action).length;
