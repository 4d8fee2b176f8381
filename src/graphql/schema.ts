import './scalars.ts';
import './types/page-info.ts';
import './types/node.ts';
import './types/viewer.ts';
import './types/mailbox.ts';
import './types/folder.ts';
import './types/message.ts';
import './types/conversation.ts';
import './types/attachment.ts';
import './types/body.ts';
import './types/mime.ts';
import { builder } from './builder.ts';

/** The whole schema. A type belongs to it when its file is imported here. */
export const schema = builder.toSchema();
