import type { SeedItem } from '../store/model.ts';
import { node } from '../xml/xml.ts';
import { flag, itemElement, mailboxElement } from './item-properties.ts';
import type { Instant } from './moments.ts';
import type { Member } from './people.ts';
import { plainText } from './prose.ts';

/** A post: a note that lies in a mail folder without having been sent. */
export const postItem = (owner: Member, subject: string, postedAt: Instant): SeedItem => ({
  element: itemElement(
    't:PostItem',
    {
      itemClass: 'IPM.Post',
      subject,
      body: plainText(['One folder per client, one per year below it. Invoices go one deeper.']),
      createdAt: postedAt,
      receivedAt: postedAt,
      sentAt: postedAt,
      modifiedBy: owner,
      responses: ['ForwardItem', 'PostReplyItem'],
    },
    [
      node('t:ConversationTopic', subject),
      node('t:From', [mailboxElement(owner)]),
      flag('t:IsRead', true),
      node('t:PostedTime', postedAt),
      node('t:Sender', [mailboxElement(owner)]),
    ],
  ),
  attachments: [],
});

/** A sticky note. Exchange has no element of its own for it and writes a t:Message. */
export const noteItem = (owner: Member, text: string, createdAt: Instant): SeedItem => ({
  element: itemElement(
    't:Message',
    {
      itemClass: 'IPM.StickyNote',
      subject: text.split('\n')[0],
      body: plainText([text]),
      createdAt,
      receivedAt: createdAt,
      modifiedBy: owner,
    },
    [flag('t:IsRead', true)],
  ),
  attachments: [],
});

/** An entry of the journal, which EWS knows only as a t:Item. */
export const journalItem = (owner: Member, subject: string, createdAt: Instant): SeedItem => ({
  element: itemElement(
    't:Item',
    {
      itemClass: 'IPM.Activity',
      subject,
      body: plainText(['Phone call, 12 minutes.']),
      createdAt,
      receivedAt: createdAt,
      modifiedBy: owner,
    },
    [],
  ),
  attachments: [],
});
