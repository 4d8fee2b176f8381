import { pathSegment } from '../mailbox/folder-tree.ts';

/** A path as people read and write it: `/Inbox/Clients`; a slash inside a name is written `%2F`. */
export const pathText = (path: readonly string[]): string => `/${path.map(pathSegment).join('/')}`;

/** Whether a folder is the one that a written path names, or lies below it. Names are compared as people do. */
export const isBelow = (path: readonly string[], written: string): boolean => {
  const wanted = `/${written.split('/').filter(Boolean).join('/')}`.normalize('NFC').toLowerCase();
  const text = pathText(path).normalize('NFC').toLowerCase();
  return wanted === '/' || text === wanted || text.startsWith(`${wanted}/`);
};
