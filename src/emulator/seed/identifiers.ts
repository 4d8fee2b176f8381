import { hash } from 'node:crypto';

/** Message-ID of the mail called `name`, in angle brackets. */
export const messageIdOf = (name: string): string => `<${hash('md5', name)}@mail.example.test>`;

/** UID of a calendar item, as other calendar programs make them. */
export const uidOf = (name: string): string => `${hash('md5', name)}@calendar.example.test`;
