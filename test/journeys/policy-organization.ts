import type { SeedMailbox, SeedOrganization } from '../../src/emulator/store/model.ts';
import { mailboxRoot } from '../../src/emulator/seed/folders.ts';
import { node } from '../../src/emulator/xml/xml.ts';
import { decodeGlobalId, encodeGlobalId } from '../../src/global-id.ts';
import { createSealer } from '../../src/sealer.ts';
import { address } from '../access.ts';
import { message } from '../emulator/elements.ts';
import { positionOf } from './changes/follow-changes.ts';
import { startExport } from './export-jobs.ts';
import { deliverSamplesTo } from './permission-samples.ts';
import { closedMailbox, openMailboxes } from './policy-cases.ts';
import type { Sample } from './policy-operations.ts';
import { journeySecret, type Journey } from './start.ts';

/** Older than the samples, and the only message with headers and in a conversation. */
const thread = message(
  {
    't:ItemClass': 'IPM.Note',
    't:Subject': 'A thread',
    't:Body': 'Of one',
    't:DateTimeReceived': '2026-01-05T08:30:15Z',
  },
  [
    node('t:InternetMessageHeaders', [node('t:InternetMessageHeader', { HeaderName: 'X-Thread' }, 'yes')]),
    node('t:ConversationId', { Id: 'AAAAAAAAAAAAAAAAAAAAAQ==' }),
    node('t:ConversationTopic', 'A thread'),
  ],
);

const seedMailbox = (primary: string, aliases: readonly string[]): SeedMailbox => ({
  address: primary,
  aliases,
  displayName: `Owner of ${primary}`,
  kind: 'USER',
  password: 'not used',
  root: () => mailboxRoot({ inbox: [{ element: thread, attachments: [] }] }),
});

/** The mailboxes that random policies are about. */
export const policyOrganization = (): SeedOrganization => ({
  organizationId: 'm-00112233445566778899aabbccddeeff',
  mailboxes: [
    ...Object.entries(openMailboxes).map(([primary, aliases]) => seedMailbox(primary, aliases)),
    seedMailbox(closedMailbox, []),
  ],
  groups: [],
  closedToRoles: [closedMailbox],
});

interface Ids {
  readonly mailbox: {
    readonly id: string;
    readonly inbox: {
      readonly id: string;
      readonly messages: { readonly nodes: readonly { readonly conversation: { readonly id: string } }[] };
    };
    readonly calendar: { readonly id: string };
  };
}

/** Puts the samples into one of them; ids of everything that operations name. The caller must have every permission. */
export const deliverPolicySamples = async (
  journey: Pick<Journey, 'emulator' | 'emulatorUrl' | 'query'>,
  owner: string,
): Promise<Readonly<Record<Sample, string>>> => {
  const position = await positionOf(journey, owner);
  const samples = await deliverSamplesTo(journey, owner);
  const { data } = await journey.query<Ids>(
    `query ($owner: EmailAddress!) { mailbox(address: $owner) { id calendar { id }
      inbox { id messages(filter: { subject: { contains: "A thread" } }) { nodes { conversation { id } } } } } }`,
    { owner },
  );
  const made = await journey.query<{ readonly saveInboxRule: { readonly rule: { readonly id: string } } }>(
    `mutation ($owner: EmailAddress!) { saveInboxRule(input: { mailbox: $owner, name: "Keep out",
      conditions: { subjectContains: ["takeover"] }, actions: { markRead: true } }) { rule { id } } }`,
    { owner },
  );
  const { id, inbox, calendar } = data.mailbox;
  const [first] = inbox.messages.nodes;
  return {
    ...samples,
    position,
    mailbox: id,
    inbox: inbox.id,
    calendar: calendar.id,
    conversation: first?.conversation.id ?? '',
    rule: made.data.saveInboxRule.rule.id,
    // One that runs would keep others from running.
    exportJob: await startExport(journey, owner, 'CANCELLED'),
  };
};

const sealer = createSealer(journeySecret);

/** The same id sealed for another mailbox: what a client may hold of one that has been deleted since, or closed. */
export const sealedFor = (owner: string, globalId: string): string => {
  const decoded = decodeGlobalId(sealer, globalId);
  if (decoded === undefined) throw new Error('not an id of this gateway');
  const mailbox = address(owner);
  return encodeGlobalId(sealer, { ...decoded, mailbox, id: decoded.type === 'Mailbox' ? mailbox : decoded.id });
};
