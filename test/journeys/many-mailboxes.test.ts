import { expect, it } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import { permissions } from '../../src/access/caller.ts';
import type { SeedMailbox } from '../../src/emulator/store/model.ts';
import { mailboxRoot } from '../../src/emulator/seed/folders.ts';
import { address, callerNamed } from '../access.ts';
import { mail } from '../emulator/small-organization.ts';
import { journeyOfTest } from './journey-of-test.ts';
import { newMail, subjectsTold, type NewMail } from './new-mail.ts';
import { subscribe } from './subscriptions/subscribing.ts';

const mailboxes = 100;
const deliveriesEach = 5;
const patient = { timeout: 60_000 };

const owners = Array.from({ length: mailboxes }, (_, index) => `owner-${index + 100}@example.test`);

const seedMailbox = (owner: string): SeedMailbox => ({
  address: owner,
  aliases: [],
  displayName: owner,
  kind: 'USER',
  password: 'not used',
  root: () => mailboxRoot({}),
});

/** Who says whose mailbox is his own may open that one, and no other. */
const ownersOnly: Access = {
  authenticate: (request) => {
    const owner = request.headers.get('x-owner') ?? '';
    return Promise.resolve({ caller: callerNamed(owner, { mailbox: address(owner) }) });
  },
  rules: {
    permissionsOn: ({ mailbox: own }, mailbox) => new Set(own === mailbox ? permissions : []),
    permissionsOf: () => new Set(),
  },
};

it('a hundred mailboxes are listened to at once, and each listener is told of his own alone', async () => {
  const journey = await journeyOfTest({
    access: ownersOnly,
    isEmbedded: false,
    liveTimes: { hub: { lingerMs: 50 } },
    seed: {
      organizationId: 'm-00112233445566778899aabbccddeeff',
      mailboxes: owners.map(seedMailbox),
      groups: [],
    },
  });
  const { emulator } = journey;
  const listeners = owners.map((owner) =>
    subscribe<NewMail>(journey, newMail, { mailbox: owner }, { 'x-owner': owner }),
  );
  await expect.poll(() => listeners.filter(({ answers }) => answers.length === 1).length, patient).toBe(mailboxes);
  await expect.poll(() => emulator.notifications.open().length, patient).toBe(mailboxes);

  const subjectsFor = (owner: string): readonly string[] =>
    Array.from({ length: deliveriesEach }, (_, index) => `${index + 1} for ${owner}`);
  for (let index = 0; index < deliveriesEach; index += 1)
    for (const owner of owners) emulator.deliver(owner, 'inbox', mail(subjectsFor(owner)[index] ?? ''));
  await expect
    .poll(() => listeners.filter((listener) => subjectsTold(listener).length === deliveriesEach).length, patient)
    .toBe(mailboxes);
  expect(listeners.map(subjectsTold)).toEqual(owners.map(subjectsFor));

  // Streams hold their connections while everything else goes on.
  const [first = ''] = owners;
  const answer = await journey.query(
    'query ($address: EmailAddress!) { mailbox(address: $address) { inbox { totalCount } } }',
    { address: first },
    { headers: { 'x-owner': first } },
  );
  expect(answer.data).toEqual({ mailbox: { inbox: { totalCount: deliveriesEach } } });
  for (const { leave } of listeners) leave();
  await expect.poll(() => emulator.notifications.open().length, patient).toBe(0);
}, 180_000);
