import { useSyncExternalStore } from 'react';
import type { FolderRef, FolderRole } from '../generated/graphql.ts';

/** Which list: a folder by its role (`INBOX`) or its id. */
export type FolderName = string;

/** Where the reader is. It stands behind the `#` of the address, so that a link, a reload and the Back button lead there. */
export interface Route {
  readonly view: 'mail' | 'calendar';
  /** Empty: the caller's own. */
  readonly mailbox: string;
  readonly folder: FolderName;
  readonly only: 'all' | 'unread' | 'flagged';
  readonly search: string;
  readonly message: string;
  /** A day of the week that is shown, `2026-12-31`; empty: today. */
  readonly date: string;
}

const start: Route = { view: 'mail', mailbox: '', folder: 'INBOX', only: 'all', search: '', message: '', date: '' };

const readRoute = (hash: string): Route => {
  const given = Object.fromEntries(new URLSearchParams(hash.replace(/^#/, '')));
  const only = given['only'] === 'unread' || given['only'] === 'flagged' ? given['only'] : 'all';
  return { ...start, ...given, only, view: given['view'] === 'calendar' ? 'calendar' : 'mail' };
};

/** The address of a place, for links. */
export const routeHref = (route: Route): string => {
  const parts = Object.entries(route).filter(([name, value]) => value !== start[name as keyof Route]);
  return `#${new URLSearchParams(Object.fromEntries(parts) as Record<string, string>).toString()}`;
};

/** Goes to a place; the Back button leads here again. */
export const go = (route: Route): void => {
  location.hash = routeHref(route);
};

let lastHash = '';
let last = start;
const current = (): Route => {
  if (location.hash !== lastHash) {
    lastHash = location.hash;
    last = readRoute(lastHash);
  }
  return last;
};
const onChange = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** Where the reader is, as the address says. */
export const useRoute = (): Route => useSyncExternalStore(onChange, current);

const isRole = (name: FolderName): name is FolderRole => /^[A-Z_]+$/.test(name);

/** A folder as the gateway is asked for it. */
export const folderRef = (name: FolderName): FolderRef => (isRole(name) ? { role: name } : { id: name });

/** The name of a folder in an address: its role where it has one, since that is the same in every mailbox. */
export const folderName = ({ id, role }: { readonly id: string; readonly role: FolderRole | null }): FolderName =>
  role ?? id;
