import type { SeedAttachment, SeedItem } from '../../src/emulator/store/model.ts';
import { file } from '../../src/emulator/seed/attachment-content.ts';
import { node } from '../../src/emulator/xml/xml.ts';
import { permissions, type Permission } from '../../src/access/caller.ts';
import { extended, mailbox, message } from '../emulator/elements.ts';
import { accessOf, address, callerNamed } from '../access.ts';
import { sealedId } from './journey-of-test.ts';
import { startJourney, type Journey } from './start.ts';

/** The mailbox that everything here happens in, and its only caller. */
export const alice = 'alice@example.test';

/** A journey whose caller's permissions on alice's mailbox change while it runs; on all other mailboxes there are none. */
export interface PermittedJourney extends Journey {
  permit(...held: readonly Permission[]): void;
}

/** Starts with every permission. */
export const startPermitted = async (): Promise<PermittedJourney> => {
  let held: ReadonlySet<Permission> = new Set(permissions);
  const access = accessOf(callerNamed('ann', { mailbox: address(alice) }), {
    permissionsOn: (_caller, mailbox) => (mailbox === alice ? held : new Set()),
    permissionsOf: () => held,
  });
  const journey = await startJourney({ access });
  return { ...journey, permit: (...permitted) => void (held = new Set(permitted)) };
};

const note = (subject: string, body: string): SeedItem['element'] =>
  message(
    {
      't:ItemClass': 'IPM.Note',
      't:Subject': subject,
      't:Body': body,
      't:DateTimeReceived': '2026-03-18T09:30:00Z',
    },
    [
      extended(
        {
          DistinguishedPropertySetId: 'PublicStrings',
          PropertyName: 'workmail-graphql/crm',
          PropertyType: 'String',
        },
        '{"customer":"42"}',
      ),
      mailbox('t:From', 'Tomás', 'tomas@elsewhere.example'),
    ],
  );

const appointment = (subject: string): SeedItem['element'] =>
  node('t:CalendarItem', [
    node('t:ItemClass', 'IPM.Appointment'),
    node('t:Subject', subject),
    node('t:Body', { BodyType: 'Text' }, 'Agenda: the secret merger.'),
    node('t:DateTimeCreated', '2026-03-01T08:00:00Z'),
    node('t:Start', '2026-03-18T10:00:00Z'),
    node('t:End', '2026-03-18T11:00:00Z'),
    node('t:Location', 'Vault room'),
    node('t:CalendarItemType', 'Single'),
    node('t:UID', `uid-${subject}`),
  ]);

const contact = node('t:Contact', [
  node('t:ItemClass', 'IPM.Contact'),
  node('t:Subject', 'Zoltan Private'),
  node('t:Body', { BodyType: 'Text' }, 'Owes money.'),
  node('t:DisplayName', 'Zoltan Private'),
  node('t:GivenName', 'Zoltan'),
  node('t:EmailAddresses', [node('t:Entry', { Key: 'EmailAddress1' }, 'zoltan@private.example')]),
  node('t:Surname', 'Private'),
]);

const task = node('t:Task', [
  node('t:ItemClass', 'IPM.Task'),
  node('t:Subject', 'Call the lawyer'),
  node('t:Body', { BodyType: 'Text' }, 'About the will.'),
  node('t:Status', 'NotStarted'),
]);

const holding = (name: string, item: SeedItem): SeedAttachment => ({ kind: 'item', name, item });
const plan = file('plan.txt', 'text/plain', 'the plan');

/** Ids of one item of each kind in alice's mailbox, and of what hangs on them, as a client with every permission gets them. */
export interface Samples {
  readonly message: string;
  readonly event: string;
  readonly contact: string;
  readonly task: string;
  /** A file on the message, and one on the event. */
  readonly fileOnMessage: string;
  readonly fileOnEvent: string;
  /** An event attached to the message, and the file that hangs on that event. */
  readonly eventInMessage: string;
  readonly fileOnEventInMessage: string;
  /** A message attached to the event, as attachment and as item. */
  readonly messageOnEvent: string;
  readonly messageInEvent: string;
}

interface Held {
  readonly id: string;
  readonly item?: { readonly id: string; readonly attachments: readonly Held[] };
}

/** Puts the samples into alice's mailbox. The caller must have every permission. */
export const deliverSamples = (journey: Journey): Promise<Samples> => deliverSamplesTo(journey, alice);

/** Puts them into any mailbox. */
export const deliverSamplesTo = async (
  journey: Pick<Journey, 'emulator' | 'query'>,
  owner: string,
): Promise<Samples> => {
  const deliver = (folder: string, item: SeedItem): string =>
    sealedId('Item', owner, journey.emulator.deliver(owner, folder, item));
  const attachedEvent: SeedItem = { element: appointment('Attached event'), attachments: [plan] };
  const attachedMessage: SeedItem = { element: note('Attached note', 'Inside.'), attachments: [] };
  const ids = {
    message: deliver('inbox', {
      element: note('Everything', 'The body nobody may see.'),
      attachments: [plan, holding('event', attachedEvent)],
    }),
    event: deliver('calendar', {
      element: appointment('Board'),
      attachments: [plan, holding('note', attachedMessage)],
    }),
    contact: deliver('contacts', { element: contact, attachments: [] }),
    task: deliver('tasks', { element: task, attachments: [] }),
  };
  const { data, errors } = await journey.query<{
    readonly nodes: readonly { readonly attachments: readonly Held[] }[];
  }>(
    `query ($ids: [ID!]!) { nodes(ids: $ids) {
      ... on Message { attachments { ...Held } } ... on CalendarEvent { attachments { ...Held } } } }
    fragment Held on Attachment { id ... on ItemAttachment { item { ...Inside } } }
    fragment Inside on Node { id ... on CalendarEvent { attachments { id } } ... on Message { attachments { id } } }`,
    { ids: [ids.message, ids.event] },
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const [[fileOnMessage, eventHeld], [fileOnEvent, messageHeld]] = data.nodes.map(({ attachments }) => attachments) as [
    [Held, Held],
    [Held, Held],
  ];
  return {
    ...ids,
    fileOnMessage: fileOnMessage.id,
    fileOnEvent: fileOnEvent.id,
    eventInMessage: eventHeld.item?.id ?? '',
    fileOnEventInMessage: eventHeld.item?.attachments[0]?.id ?? '',
    messageOnEvent: messageHeld.id,
    messageInEvent: messageHeld.item?.id ?? '',
  };
};
