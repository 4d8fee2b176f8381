/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type MessageRowFragment = { id: string, subject: string | null, receivedAt: string | null, isRead: boolean, hasAttachments: boolean, from: { name: string | null, address: string | null } | null };

export type MailScreenQueryVariables = Exact<{
  address: string;
  first: number;
}>;


export type MailScreenQuery = { mailbox: { displayName: string | null, folders: Array<{ id: string, name: string, unreadCount: number }>, inbox: { id: string, messages: { totalCount: number, nodes: Array<{ id: string, subject: string | null, receivedAt: string | null, isRead: boolean, hasAttachments: boolean, from: { name: string | null, address: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } } | null };

export type NextPageQueryVariables = Exact<{
  address: string;
  first: number;
  after?: string | null | undefined;
}>;


export type NextPageQuery = { mailbox: { inbox: { id: string, messages: { nodes: Array<{ id: string, subject: string | null, receivedAt: string | null, isRead: boolean, hasAttachments: boolean, from: { name: string | null, address: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } } | null };

export type TwoMailboxesQueryVariables = Exact<{
  mine: string;
  theirs: string;
}>;


export type TwoMailboxesQuery = { mine: { inbox: { unreadCount: number } } | null, theirs: { inbox: { unreadCount: number } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const MessageRowFragmentDoc = new TypedDocumentString(`
    fragment MessageRow on Message {
  id
  subject
  receivedAt
  isRead
  hasAttachments
  from {
    name
    address
  }
}
    `, {"fragmentName":"MessageRow"}) as unknown as TypedDocumentString<MessageRowFragment, unknown>;
export const MailScreenDocument = new TypedDocumentString(`
    query MailScreen($address: EmailAddress!, $first: Int!) {
  mailbox(address: $address) {
    displayName
    folders {
      id
      name
      unreadCount
    }
    inbox {
      id
      messages(first: $first) {
        totalCount
        nodes {
          ...MessageRow
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    fragment MessageRow on Message {
  id
  subject
  receivedAt
  isRead
  hasAttachments
  from {
    name
    address
  }
}`) as unknown as TypedDocumentString<MailScreenQuery, MailScreenQueryVariables>;
export const NextPageDocument = new TypedDocumentString(`
    query NextPage($address: EmailAddress!, $first: Int!, $after: String) {
  mailbox(address: $address) {
    inbox {
      id
      messages(first: $first, after: $after) {
        nodes {
          ...MessageRow
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    fragment MessageRow on Message {
  id
  subject
  receivedAt
  isRead
  hasAttachments
  from {
    name
    address
  }
}`) as unknown as TypedDocumentString<NextPageQuery, NextPageQueryVariables>;
export const TwoMailboxesDocument = new TypedDocumentString(`
    query TwoMailboxes($mine: EmailAddress!, $theirs: EmailAddress!) {
  mine: mailbox(address: $mine) {
    inbox {
      unreadCount
    }
  }
  theirs: mailbox(address: $theirs) {
    inbox {
      unreadCount
    }
  }
}
    `) as unknown as TypedDocumentString<TwoMailboxesQuery, TwoMailboxesQueryVariables>;