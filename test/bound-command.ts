import { existsSync } from 'node:fs';

/**
 * A command, for `spawn`, whose process the kernel ends when this one ends, also by a signal or a crash, when no test can tidy up. Where util-linux is
 * missing, on other systems than Linux, it is the command as it is.
 */
export const boundCommand = (
  command: string,
  parameters: readonly string[],
): readonly [command: string, parameters: readonly string[]] =>
  canBind() ? [setpriv, ['--pdeathsig', 'KILL', command, ...parameters]] : [command, parameters];

/** Whether processes can be bound here. */
export const canBind = (): boolean => existsSync(setpriv);

const setpriv = '/usr/bin/setpriv';
