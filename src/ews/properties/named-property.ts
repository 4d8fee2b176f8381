import { string } from './codec.ts';
import { extendedProperty, type Property } from './property.ts';

const editable = { create: true, update: true, clear: true } as const;
const searchable = { find: true, filter: true, ...editable } as const;

/*
 * Named properties of the PublicStrings set: they can be set with CreateItem, stay on the sent copy, are found by a restriction over several
 * folders, and do not travel to the recipient (tried on a real EWS server; to be verified on WorkMail). A colon parts ours from the namespaces
 * of callers, which have none.
 */
const marker = (name: string): Property<string, typeof searchable> =>
  extendedProperty({ set: 'PublicStrings', name: `workmail-graphql:${name}` }, 'String', string, searchable);

/** Marks that make writes happen once. Hashes in hex or base64url: FindItem cuts texts at 255 characters. */
export const markers = {
  /** Hash of the idempotency key under which an item was made or sent. */
  key: marker('key'),
  /** Hash of the content that came with the key. */
  content: marker('content'),
  /** Instant at which a draft was handed to SendItem: it is never sent again without evidence. */
  sending: marker('sending'),
} as const;

/** What a copy of a migrated item carries, so that no run makes a second one. Hashes in hex. */
export const copyMarkers = {
  /** Names the item that it is a copy of. */
  mark: marker('copy-of'),
  /** Hash of what stays the same when that item is moved. */
  identity: marker('copy-identity'),
  /** There as long as something of the copy is still to be written. */
  unfinished: marker('copy-unfinished'),
} as const;

/** The JSON object of texts that a caller keeps on an item under a namespace. Only GetItem may read it: FindItem would cut it at 255 characters. */
export const metadataProperty = (namespace: string): Property<string, typeof editable> =>
  extendedProperty({ set: 'PublicStrings', name: `workmail-graphql/${namespace}` }, 'String', string, editable);

/** A header line of a new message, `X-…`. Exchange writes it into the message as it is sent. */
export const headerProperty = (name: string): Property<string, { readonly create: true }> =>
  extendedProperty({ set: 'InternetHeaders', name }, 'String', string, { create: true });
