/** Properties that shape text, boxes and tables inside the body. Nothing that places, stacks, animates, loads or takes input. */
const allowedProperties: ReadonlySet<string> = new Set([
  'background',
  'background-color',
  'border',
  'border-bottom',
  'border-bottom-color',
  'border-bottom-style',
  'border-bottom-width',
  'border-collapse',
  'border-color',
  'border-left',
  'border-left-color',
  'border-left-style',
  'border-left-width',
  'border-radius',
  'border-right',
  'border-right-color',
  'border-right-style',
  'border-right-width',
  'border-spacing',
  'border-style',
  'border-top',
  'border-top-color',
  'border-top-style',
  'border-top-width',
  'border-width',
  'clear',
  'color',
  'direction',
  'display',
  'float',
  'font',
  'font-family',
  'font-size',
  'font-style',
  'font-variant',
  'font-weight',
  'height',
  'letter-spacing',
  'line-height',
  'list-style',
  'list-style-position',
  'list-style-type',
  'margin',
  'margin-bottom',
  'margin-left',
  'margin-right',
  'margin-top',
  'max-height',
  'max-width',
  'min-height',
  'min-width',
  'padding',
  'padding-bottom',
  'padding-left',
  'padding-right',
  'padding-top',
  'table-layout',
  'text-align',
  'text-decoration',
  'text-indent',
  'text-transform',
  'unicode-bidi',
  'vertical-align',
  'white-space',
  'width',
  'word-break',
  'word-spacing',
  'word-wrap',
  'overflow-wrap',
]);

const maxValueLength = 200;
/** No backslash (CSS escapes), asterisk (comments), colon (schemes), at sign, angle bracket, ampersand or brace. */
const plainValue = /^[\p{L}\p{N}\s#%.,()'"!+/_-]*$/u;
const functionCall = /([\w-]*)\(/g;
const colourFunctions: ReadonlySet<string> = new Set(['rgb', 'rgba', 'hsl', 'hsla']);
const negativeNumber = /-\s*[\d.]/;

const countOf = (text: string, character: string): number => text.split(character).length - 1;

const isAllowedValue = (name: string, value: string): boolean => {
  if (value === '' || value.length > maxValueLength || !plainValue.test(value)) return false;
  // What opens here must close here, or it would swallow the declarations that follow.
  if (countOf(value, "'") % 2 === 1 || countOf(value, '"') % 2 === 1 || countOf(value, '(') !== countOf(value, ')'))
    return false;
  for (const [, called = ''] of value.matchAll(functionCall))
    if (!colourFunctions.has(called.toLowerCase())) return false;
  // Negative margins and the like move mail over the page around it; hanging indents of lists need one.
  return name === 'text-indent' || !negativeNumber.test(value);
};

/** The declarations of a `style` attribute that are harmless, in order; '' when none is. */
export const sanitizeStyle = (style: string): string => {
  const kept: string[] = [];
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon === -1) continue;
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (allowedProperties.has(name) && isAllowedValue(name, value)) kept.push(`${name}:${value}`);
  }
  return kept.join(';');
};

const cssEscape = /\\([0-9a-f]{1,6})[ \t\n]?/gi;
const remoteInCss = /(?:url|image|image-set|src)\(["']?(?:https?:|ftp:|[\\/]{2})/gi;

/** How many pictures or other files a piece of CSS would load from elsewhere. */
export const remoteFilesInCss = (css: string): number => {
  const unescaped = css.replace(cssEscape, (escape, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : escape;
  });
  return unescaped.replace(/\s+/g, '').match(remoteInCss)?.length ?? 0;
};
