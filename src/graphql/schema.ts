import './scalars.ts';
import './types/attachment.ts';
import './types/attendee.ts';
import './types/body.ts';
import './types/calendar.ts';
import './types/contact.ts';
import './types/conversation.ts';
import './types/directory-entry.ts';
import './types/event-connection.ts';
import './types/event-time.ts';
import './types/event.ts';
import './types/folder.ts';
import './types/gateway-info.ts';
import './types/mailbox.ts';
import './types/meeting-message.ts';
import './types/message.ts';
import './types/mime.ts';
import './types/node.ts';
import './types/page-info.ts';
import './types/recipient.ts';
import './types/recurrence.ts';
import './types/reminder.ts';
import './types/task.ts';
import './types/viewer.ts';
import { builder } from './builder.ts';

/** The whole schema. A type belongs to it when its file is imported here. */
export const schema = builder.toSchema();
