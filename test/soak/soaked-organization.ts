/*
 * Who has mail while the gateway is soaked: as many mailboxes as a small company, with more mail than fits on a page, files and a calendar.
 */

const pad = (index: number): string => String(index).padStart(2, '0');

/** Primary addresses of the mailboxes. The first is asked about the directory. */
export const soakedMailboxes: readonly string[] = [
  'alice@example.test',
  ...Array.from({ length: 39 }, (_, index) => `person-${pad(index)}@example.test`),
];

/** Subject of the message in each mailbox that has a file; it lies in `/Done`, where nobody deletes. */
export const fileSubject = 'With a file';

const fileBytes = 40_000;
const messagesEach = 200;

const mailboxOf = (address: string, index: number): object => ({
  address,
  name: `Person ${pad(index)}`,
  folders: {
    inbox: { generate: messagesEach },
    Done: [
      {
        subject: fileSubject,
        from: 'Ida Falk <ida.falk@supplier.example>',
        date: '-1d',
        html: '<p>See <b>the file</b>.</p>',
        attachments: [
          {
            name: 'figures.bin',
            contentType: 'application/octet-stream',
            base64: Buffer.alloc(fileBytes, `file of ${address} `).toString('base64'),
          },
        ],
      },
    ],
  },
  calendar: Array.from({ length: 10 }, (_, day) => ({
    subject: `Meeting ${day}`,
    start: `+${day}d 09:30`,
    minutes: 30,
    attendees: [soakedMailboxes[(index + 1) % soakedMailboxes.length]],
  })),
  contacts: [{ givenName: 'Ida', surname: 'Falk', emails: ['ida.falk@supplier.example'] }],
  tasks: [{ subject: 'Tidy up' }],
});

/** A seed file of the emulator. */
export const soakedOrganization = (): string => JSON.stringify({ mailboxes: soakedMailboxes.map(mailboxOf) });
