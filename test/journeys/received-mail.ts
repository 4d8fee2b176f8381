import { mailItem, type Mail } from '../../src/emulator/seed/mail.ts';
import { alice, bob } from '../../src/emulator/seed/people.ts';
import { sealedId } from './journey-of-test.ts';
import type { Journey } from './start.ts';

/** Mail that alice gets: from bob to her, unless told otherwise. Its name must be unique. Answers its id as the gateway seals it. */
export const receive = (
  { emulator }: Journey,
  mail: Pick<Mail, 'name'> & Partial<Mail>,
  folder: 'inbox' | 'sentitems' = 'inbox',
): string => {
  const item = mailItem(
    {
      from: bob,
      to: [alice],
      subject: mail.name,
      body: { type: 'Text', content: `The text of ${mail.name}` },
      receivedAt: '2026-03-17T09:30:00Z',
      ...mail,
    },
    alice,
  );
  return sealedId('Item', alice.address, emulator.deliver(alice.address, folder, item));
};
