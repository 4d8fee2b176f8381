// Exports the same items whenever it is started, and goes on where an earlier process was killed. Says after each batch what it has done.
// Parameters: the compiled sources, the folder to export to, and how many batches it may begin: in the last one it waits to be
// killed, in the middle of a file.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [compiled, root, mayBegin] = process.argv.slice(2);
let begun = 0;

/** Says that this is the moment. */
const untilKilled = () => {
  process.stdout.write('h');
  return new Promise(() => setInterval(() => undefined, 60_000));
};
const { openFilesTarget } = await import(pathToFileURL(join(compiled, 'migration/files/open-files-target.js')).href);

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const source = (bytes) => ({
  size: bytes.length,
  stream: async function* () {
    if (begun === Number(mayBegin)) {
      yield bytes.subarray(0, bytes.length / 2);
      await untilKilled();
    }
    for (let start = 0; start < bytes.length; start += 65_536) {
      await new Promise(setImmediate);
      yield bytes.subarray(start, start + 65_536);
    }
  },
});
const content = {
  body: { type: 'HTML', content: '<p>Agenda: one, two; three</p>' },
  sensitivity: 'Normal',
  importance: 'High',
  categories: ['Blue, light', 'Red'],
  attachments: [],
  createdAt: '2026-01-01T00:00:00Z',
  lastModifiedAt: '2026-01-02T00:00:00Z',
};
const berlin = { id: 'W. Europe Standard Time', name: undefined, iana: 'Europe/Berlin', definition: undefined };

const message = (index) => {
  const mime = Buffer.from(
    `Subject: Message ${index}\r\n\r\n${`Line ${index}\r\n`.repeat(index % 7 === 0 ? 80_000 : 20)}`,
  );
  return {
    kind: 'message',
    itemClass: 'IPM.Note',
    mime: source(mime),
    sha256: sha256(mime),
    isRead: index % 2 === 0,
    isDraft: false,
    receivedAt: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
    sentAt: undefined,
    flag: undefined,
    categories: [`Category ${index % 3}`],
    answered: undefined,
    hiddenRecipients: [],
  };
};
const event = (index) => {
  const bytes = Buffer.alloc(index % 5 === 0 ? 600_000 : 300, `attachment ${index} `);
  return {
    ...content,
    kind: 'event',
    itemClass: 'IPM.Appointment',
    subject: `Event ${index}`,
    uid: `event-${index}`,
    start: new Date(Date.UTC(2026, 2, 2 + index, 9)).toISOString(),
    end: new Date(Date.UTC(2026, 2, 2 + index, 10)).toISOString(),
    isAllDay: false,
    startTimeZone: berlin,
    endTimeZone: berlin,
    location: 'Room; 2',
    showAs: 'Busy',
    reminderMinutes: 15,
    requiredAttendees: [],
    optionalAttendees: [],
    resources: [],
    myResponse: 'Organizer',
    isMeeting: false,
    isCancelled: false,
    attachments: [
      {
        kind: 'file',
        name: `notes ${index}.txt`,
        contentType: 'text/plain',
        contentId: undefined,
        isInline: false,
        content: source(bytes),
        sha256: sha256(bytes),
      },
    ],
    recurrenceId: undefined,
    organizer: undefined,
    isOrganizer: true,
    invitationsSent: false,
    recurrence: {
      pattern: { type: 'Daily', interval: 2 },
      range: { type: 'Numbered', startDate: `2026-03-${String(2 + index).padStart(2, '0')}`, count: 5 },
    },
    exceptions: [],
    deletedOccurrences: [],
  };
};
const contact = (index) => ({
  ...content,
  kind: 'contact',
  itemClass: 'IPM.Contact',
  subject: `Person ${index}`,
  displayName: `Person ${index}`,
  children: [],
  companies: [],
  emailAddresses: [{ key: 'EmailAddress1', address: `person${index}@example.test` }],
  phoneNumbers: [],
  imAddresses: [],
  physicalAddresses: [],
});

const folders = [
  {
    name: 'Inbox',
    kind: 'mail',
    role: 'INBOX',
    folderClass: 'IPF.Note',
    items: Array.from({ length: 30 }, (_, index) => message(index)),
  },
  {
    name: 'Projects',
    kind: 'mail',
    role: undefined,
    folderClass: 'IPF.Note',
    items: Array.from({ length: 30 }, (_, index) => message(100 + index)),
  },
  {
    name: 'Calendar',
    kind: 'calendar',
    role: 'CALENDAR',
    folderClass: 'IPF.Appointment',
    items: Array.from({ length: 20 }, (_, index) => event(index)),
  },
  {
    name: 'Contacts',
    kind: 'contacts',
    role: 'CONTACTS',
    folderClass: 'IPF.Contact',
    items: Array.from({ length: 20 }, (_, index) => contact(index)),
  },
];

const target = await openFilesTarget({ root }).open('alice@example.test', { isDryRun: false });
const present = new Set();
for await (const page of target.present()) for (const { mark } of page) present.add(mark);
for (const { items, ...folder } of folders) {
  const path = [folder.name];
  const place = await target.make(
    { ...folder, id: folder.name, parentId: undefined, path, count: items.length },
    undefined,
  );
  const missing = items
    .map((item, index) => {
      const name = sha256(`${folder.name} ${index}`);
      return { mark: `${name.slice(0, 16)}-${name.slice(16, 48)}`, identity: name.slice(0, 32), item };
    })
    .filter(({ mark }) => !present.has(mark));
  for (let start = 0; start < missing.length; start += 3) {
    begun += 1;
    process.stdout.write('.');
    const answers = await target.write(place, missing.slice(start, start + 3));
    if (begun === Number(mayBegin)) await untilKilled();
    if (answers.some((answer) => answer.reason !== undefined)) throw new Error(JSON.stringify(answers));
  }
}
process.stdout.write('f');
await target.finish(new Set());
process.stdout.write('!');
