/** A text of somebody else without what a terminal would obey; line feeds are kept. */
export const printable = (text: string): string =>
  text.replaceAll(commands, (command) => (command === '\n' ? command : '\u{fffd}'));

/** JSON on one line. JSON itself lets some of what a terminal obeys stand as it is: DEL, and U+009B, which begins commands as ESC [ does. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(commands, (command) => `\\u00${command.charCodeAt(0).toString(16)}`);

const commands = /\p{Cc}/gu;
