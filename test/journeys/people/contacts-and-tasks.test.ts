import { afterAll, beforeAll, expect, it } from 'vitest';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { mailboxAddress } from '../../../src/ews/properties/id.ts';
import { encodeGlobalId } from '../../../src/global-id.ts';
import { createSealer } from '../../../src/sealer.ts';
import { startJourney, type Journey } from '../start.ts';

const secret = new Uint8Array(32).fill(7);
const alice = 'alice@example.test';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({ config: { secret } });
});
afterAll(() => journey.close());

/** Puts an item into alice's mailbox and reads it by its id. */
const deliverAndRead = async (folder: string, element: XmlNode, selection: string) => {
  const id = journey.emulator.deliver(alice, folder, { element, attachments: [] });
  const mailbox = mailboxAddress(alice);
  if (mailbox === undefined) throw new Error('no address');
  return journey.query<{ node: Readonly<Record<string, unknown>> }>(
    `query ($id: ID!) { node(id: $id) { __typename id ${selection} } }`,
    { id: encodeGlobalId(createSealer(secret), { type: 'Item', mailbox, id }) },
  );
};

it('a contact tells names, addresses and telephone numbers with what they are for', async () => {
  const contact = node('t:Contact', [
    node('t:ItemClass', 'IPM.Contact'),
    node('t:Subject', 'Dr. Ada Byron'),
    node('t:Body', { BodyType: 'Text' }, 'Prefers letters.\nAsk about engines.'),
    node('t:Categories', [node('t:String', 'Clients')]),
    node('t:DisplayName', 'Dr. Ada Byron'),
    node('t:GivenName', 'Ada'),
    node('t:CompanyName', 'Analytical Engines'),
    node('t:EmailAddresses', [
      node('t:Entry', { Key: 'EmailAddress1', Name: 'Ada' }, 'Ada@Engines.example'),
      node('t:Entry', { Key: 'EmailAddress3' }, 'ada@home.example'),
    ]),
    node('t:PhoneNumbers', [
      node('t:Entry', { Key: 'BusinessFax' }, '+44 1'),
      node('t:Entry', { Key: 'BusinessPhone' }, '+44 2'),
      node('t:Entry', { Key: 'HomePhone2' }, '+44 3'),
      node('t:Entry', { Key: 'MobilePhone' }, '+44 4'),
      node('t:Entry', { Key: 'Pager' }, '+44 5'),
      node('t:Entry', { Key: 'Isdn' }, '+44 6'),
    ]),
    node('t:Birthday', '1815-12-10T00:00:00Z'),
    node('t:JobTitle', 'Mathematician'),
    node('t:Surname', 'Byron'),
  ]);
  const { data, errors } = await deliverAndRead(
    'contacts',
    contact,
    `... on Contact { changeKey displayName givenName surname companyName jobTitle emails { label address name }
      phones { label value } birthday notes categories }`,
  );

  expect(errors).toBeUndefined();
  expect(data.node).toMatchObject({
    __typename: 'Contact',
    displayName: 'Dr. Ada Byron',
    givenName: 'Ada',
    surname: 'Byron',
    companyName: 'Analytical Engines',
    jobTitle: 'Mathematician',
    emails: [
      { label: 'work', address: 'ada@engines.example', name: 'Ada' },
      { label: 'other', address: 'ada@home.example', name: null },
    ],
    phones: [
      { label: 'fax', value: '+44 1' },
      { label: 'work', value: '+44 2' },
      { label: 'home', value: '+44 3' },
      { label: 'mobile', value: '+44 4' },
      { label: 'pager', value: '+44 5' },
      { label: 'other', value: '+44 6' },
    ],
    birthday: '1815-12-10',
    notes: 'Prefers letters.\nAsk about engines.',
    categories: ['Clients'],
  });
});

it('a task tells its days, its progress and its notes', async () => {
  const task = node('t:Task', [
    node('t:ItemClass', 'IPM.Task'),
    node('t:Subject', 'Write the report'),
    node('t:Body', { BodyType: 'HTML' }, '<p>Mind the <b>figures</b><script>alert(1)</script></p>'),
    node('t:DueDate', '2026-03-31T00:00:00Z'),
    node('t:PercentComplete', '33.4'),
    node('t:StartDate', '2026-03-20T00:00:00Z'),
    node('t:Status', 'WaitingOnOthers'),
  ]);
  const { data, errors } = await deliverAndRead(
    'tasks',
    task,
    '... on TaskItem { subject dueDate startDate completedAt percentComplete progress body { format content html } }',
  );

  expect(errors).toBeUndefined();
  expect(data.node).toMatchObject({
    __typename: 'TaskItem',
    subject: 'Write the report',
    dueDate: '2026-03-31',
    startDate: '2026-03-20',
    completedAt: null,
    percentComplete: 33,
    progress: 'WAITING',
    body: { format: 'HTML', content: '<p>Mind the <b>figures</b></p>', html: '<p>Mind the <b>figures</b></p>' },
  });
});
