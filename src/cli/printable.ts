/** A text of somebody else without what a terminal would obey; line feeds are kept. */
export const printable = (text: string): string =>
  text.replaceAll(commands, (command) => (command === '\n' ? command : '\u{fffd}'));

/**
 * JSON on one line, or on many with so many spaces of `indent`. JSON itself lets some of what a terminal obeys stand as it is: DEL, and U+009B, which begins
 * commands as ESC [ does.
 */
export const printableJson = (value: unknown, indent = 0): string =>
  JSON.stringify(value, undefined, indent).replaceAll(commands, (command) =>
    command === '\n' ? command : `\\u00${command.charCodeAt(0).toString(16)}`,
  );

const commands = /\p{Cc}/gu;
