import { afterAll, describe, expect, it } from 'vitest';
import { people } from '../emulator/writing.ts';
import { heldIn, marksOn, saveDraft } from './server-mailbox.ts';
import { operationsOf, startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

interface Told {
  readonly __typename: string;
  readonly code: string;
  readonly detail: string;
  readonly upstreamCode: string | null;
}

const shown = `submission { status internetMessageId } message { subject isDraft folder { path } }
  userErrors {
    __typename code detail retryable upstreamCode
    ... on ValidationError { fields { path message } }
    ... on NotFoundError { missingId }
    ... on ConflictError { currentChangeKey current { ... on Message { subject } } }
    ... on UpstreamError { outcomeUnknown }
  }`;

const sendDraft = (input: object, selection = shown) =>
  journey.query<{
    readonly sendDraft: {
      readonly submission: unknown;
      readonly message: unknown;
      readonly userErrors: readonly Told[];
    };
  }>(`mutation ($input: SendDraftInput!) { sendDraft(input: $input) { ${selection} } }`, { input });

const draftOf = (subject: string, more = people('ToRecipients', 'bob@example.test')) =>
  saveDraft(journey, 'alice', `<t:Subject>${subject}</t:Subject>${more}`);

const inboxOf = (person: string, subject: string) => heldIn(journey, person, 'inbox', subject);
const drafts = (subject: string) => heldIn(journey, 'alice', 'drafts', subject);

describe('a draft', () => {
  it('is sent, is a draft no longer, and its copy is told', async () => {
    const answer = await sendDraft({ id: await draftOf('Offer for the pumps') });
    expect(answer.data.sendDraft).toEqual({
      message: { subject: 'Offer for the pumps', isDraft: false, folder: { path: '/Sent Items' } },
      submission: { status: 'SENT', internetMessageId: expect.stringMatching(/^<.+@.+>$/) },
      userErrors: [],
    });
    const [received, ...others] = await inboxOf('bob', 'Offer for the pumps');
    expect(others).toEqual([]);
    expect(received && marksOn(received)).toEqual({});
    expect(await drafts('Offer for the pumps')).toEqual([]);
    const [copy] = await heldIn(journey, 'alice', 'sentitems', 'Offer for the pumps');
    expect(copy && Object.keys(marksOn(copy)).toSorted()).toEqual(['key', 'sending']);
  });

  it('costs three calls, and one more with a key', async () => {
    const status = 'submission { status } userErrors { code }';
    const plain = await sendDraft({ id: await draftOf('Three') }, status);
    expect(operationsOf(plain)).toEqual(['GetItem', 'UpdateItem', 'SendItem']);
    const keyed = await sendDraft({ id: await draftOf('Four'), idempotencyKey: 'four' }, status);
    expect(operationsOf(keyed)).toEqual(['FindItem', 'GetItem', 'UpdateItem', 'SendItem']);
    expect(keyed.data.sendDraft).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
  });
});
