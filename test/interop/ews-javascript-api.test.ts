import { createRequire } from 'node:module';
import { afterAll, beforeAll } from 'vitest';
import { describeMailClient } from './describe-client.ts';
import { gatewayReads, clientReads } from './ews-javascript-api/both-ways.ts';
import { freeBusy, outOfOffice, readCalendar } from './ews-javascript-api/calendar-and-settings.ts';
import { flagAndMarkRead, move, remove } from './ews-javascript-api/change-mail.ts';
import { receiveByPull, receiveByPush, receiveByStreaming, synchronise } from './ews-javascript-api/follow-mail.ts';
import { startMailWorld, type MailWorld } from './ews-javascript-api/mail-world.ts';
import { answerInvitation, cancelSeries, createSeries, updateSeries } from './ews-javascript-api/meetings.ts';
import { listFolders, pageThrough, readAttachments, readBodies, search } from './ews-javascript-api/read-mail.ts';
import { reply, sendAttachments, sendToAnotherMailbox } from './ews-javascript-api/send-mail.ts';
import type { MailTask } from './tasks.ts';

const { version } = createRequire(import.meta.url)('ews-javascript-api/package.json') as { readonly version: string };

/** In the order in which they are done: the series that one makes is changed and cancelled by others. */
const trials: Readonly<Record<MailTask, (world: MailWorld) => Promise<void>>> = {
  'list folders': listFolders,
  'page through 1,200 messages': pageThrough,
  'read bodies': readBodies,
  'read attachments': readAttachments,
  search,
  'send to another mailbox': sendToAnotherMailbox,
  'send attachments': sendAttachments,
  reply,
  move,
  delete: remove,
  'flag and mark as read': flagAndMarkRead,
  'create a recurring meeting': createSeries,
  'update a recurring meeting': updateSeries,
  'cancel a recurring meeting': cancelSeries,
  'answer an invitation': answerInvitation,
  'read the calendar': readCalendar,
  'free/busy': freeBusy,
  'out-of-office': outOfOffice,
  synchronise,
  'subscribe and receive: streaming': receiveByStreaming,
  'subscribe and receive: push': receiveByPush,
  'subscribe and receive: pull': receiveByPull,
  'GraphQL reads what it wrote': gatewayReads,
  'it reads what GraphQL wrote': clientReads,
};

describeMailClient(
  {
    name: `ews-javascript-api ${version}`,
    file: 'ews-javascript-api',
    installed: true,
    missing: 'it is a development dependency',
  },
  ({ works }) => {
    let world: MailWorld;
    beforeAll(async () => {
      world = await startMailWorld();
    });
    afterAll(() => world.close());
    for (const [task, tried] of Object.entries(trials) as [MailTask, (world: MailWorld) => Promise<void>][]) {
      works(task, () => tried(world));
    }
  },
);
