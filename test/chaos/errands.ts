import { demoMailboxes } from '../../src/embedded.ts';
import type { Errand } from './persistent-client.ts';

const [alice, bob] = demoMailboxes;

/** What all errands have. */
export interface Order {
  readonly subject: string;
  readonly idempotencyKey: string;
  readonly attempts: number;
}

const errors = 'userErrors { code retryable retryAfter }';

const content = (subject: string) => ({ subject, body: { text: `About ${subject}.` } });

/** More than a connection takes at once, so that a request can be broken off in the middle. */
const picture = {
  name: 'picture.bin',
  source: {
    base64: Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919) % 251)).toString('base64'),
  },
};

/** alice sends bob a picture. */
export const pictureErrand = ({ subject, idempotencyKey, attempts }: Order): Errand => ({
  ...sendErrand({ subject, idempotencyKey, attempts }),
  variables: {
    input: {
      mailbox: alice,
      message: { ...content(subject), to: [{ address: bob }], attachments: [picture] },
      idempotencyKey,
    },
  },
});

/** alice writes to bob. */
export const sendErrand = ({ subject, idempotencyKey, attempts }: Order): Errand => ({
  subject,
  attempts,
  document: `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { submission { status } ${errors} } }`,
  variables: { input: { mailbox: alice, message: { ...content(subject), to: [{ address: bob }] }, idempotencyKey } },
});

/** alice begins a letter to bob. */
export const draftErrand = ({ subject, idempotencyKey, attempts }: Order): Errand => ({
  subject,
  attempts,
  document: `mutation ($input: CreateDraftInput!) { createDraft(input: $input) { message { id } ${errors} } }`,
  variables: { input: { mailbox: alice, message: { ...content(subject), to: [{ address: bob }] }, idempotencyKey } },
});

/** alice answers a letter of bob's. */
export const replyErrand = (id: string, { subject, idempotencyKey, attempts }: Order): Errand => ({
  subject,
  attempts,
  document: `mutation ($input: ReplyInput!) { replyToMessage(input: $input) { submission { status } ${errors} } }`,
  variables: { input: { id, message: content(subject), idempotencyKey } },
});

/** alice sends a letter that she has begun. */
export const sendDraftErrand = (id: string, { subject, idempotencyKey, attempts }: Order): Errand => ({
  subject,
  attempts,
  document: `mutation ($input: SendDraftInput!) { sendDraft(input: $input) { submission { status } ${errors} } }`,
  variables: { input: { id, idempotencyKey } },
});

const post = async <Data>(origin: string, query: string): Promise<Data> => {
  const answer = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await answer.json()) as { readonly data: Data }).data;
};

/** Lets bob write to alice, and answers the id that his letter has with her. */
export const letterFromBob = async (origin: string): Promise<string> => {
  await post(
    origin,
    `mutation { sendMessage(input: { mailbox: "${bob}", message: { to: [{ address: "${alice}" }], subject: "A question" } }) { ${errors} } }`,
  );
  const { mailbox } = await post<{
    readonly mailbox: { readonly inbox: { readonly messages: { readonly nodes: readonly { readonly id: string }[] } } };
  }>(origin, `{ mailbox(address: "${alice}") { inbox { messages(first: 1) { nodes { id } } } } }`);
  const [letter] = mailbox.inbox.messages.nodes;
  if (letter === undefined) throw new Error('the letter has not arrived');
  return letter.id;
};

/** Lets alice begin a letter to bob, and answers its id. */
export const letterToBob = async (origin: string, subject: string): Promise<string> => {
  const { createDraft } = await post<{ readonly createDraft: { readonly message: { readonly id: string } } }>(
    origin,
    `mutation { createDraft(input: { mailbox: "${alice}", message: { to: [{ address: "${bob}" }], subject: "${subject}" } }) { message { id } } }`,
  );
  return createDraft.message.id;
};
