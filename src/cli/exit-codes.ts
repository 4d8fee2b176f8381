/*
 * How commands end besides 0 and 1, after sysexits.h; 78 is `exitConfig` of config-error.ts.
 * https://man.freebsd.org/cgi/man.cgi?query=sysexits
 */

/** EX_USAGE: the command was not used as it is meant to be; nothing was done. */
export const exitUsage = 64;
/** EX_DATAERR: what a file says is wrong. */
export const exitData = 65;
/** EX_NOINPUT: a file that was named is not there, or cannot be read. */
export const exitNoInput = 66;
/** EX_CANTCREAT: a file cannot be written. */
export const exitCannotCreate = 73;
/** EX_TEMPFAIL: it was interrupted, and the same command goes on. */
export const exitInterrupted = 75;
