/** Elements that text, structure, tables and pictures need; written apart from the sanitiser's list, from what HTML calls them. */
const plainElements: ReadonlySet<string> = new Set(
  (
    'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure font ' +
    'footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub sup table ' +
    'tbody td tfoot th thead time tr tt u ul var wbr'
  ).split(' '),
);

/** Attributes whose value a browser neither fetches, runs, submits, nor takes for a name. */
const plainAttributes: ReadonlySet<string> = new Set(
  (
    'abbr align alt bgcolor border cellpadding cellspacing color colspan datetime dir face height lang nowrap rel rowspan scope size span start ' +
    'target title type valign value width'
  ).split(' '),
);

const tag = /^<(\/?)([a-z][a-z0-9]*)((?: [a-z]+(?:="[^"<>]*")?)*)( \/)?>/;
const attribute = / ([a-z]+)(?:="([^"<>]*)")?/g;
const dangerousCss =
  /url|image|src|var|env|attr|element|expression|behaviou?r|binding|import|position|z-index|inset|transform|animation|transition|filter|mask|content\b|cursor|link|[\\@<>{}]|\/\*/i;

/**
 * What a browser could act on in HTML that claims to be sanitised; [] when nothing. A reader of its own, for exactly what a careful writer writes:
 * lower-case tags, quoted attributes, text without `<`. Whatever it cannot read counts as a danger.
 */
export const activeContent = (html: string, allowedPictures: readonly string[] = []): readonly string[] => {
  const found: string[] = [];
  let rest = html;
  while (rest !== '') {
    const text = /^[^<>]+/.exec(rest)?.[0] ?? '';
    if (text !== '') {
      if (/&(?!(?:amp|lt|gt|quot);)/.test(text)) found.push(`a reference that is not closed: ${text}`);
      rest = rest.slice(text.length);
      continue;
    }
    const match = tag.exec(rest);
    if (match === null) return [...found, `no tag: ${rest.slice(0, 100)}`];
    const [whole, , name = '', attributes = ''] = match;
    if (!plainElements.has(name)) found.push(`element ${name}`);
    for (const [, key = '', value = ''] of attributes.matchAll(attribute))
      if (!isPlain(name, key, decoded(value), allowedPictures)) found.push(`${name} ${key}=${decoded(value)}`);
    rest = rest.slice(whole.length);
  }
  return found;
};

const isPlain = (element: string, key: string, value: string, allowedPictures: readonly string[]): boolean => {
  if (key === 'href') return element === 'a' && /^(?:https?:\/\/|mailto:|tel:)/.test(value);
  if (key === 'src')
    return (
      element === 'img' &&
      (allowedPictures.includes(value) || /^data:image\/(?:png|gif|jpe?g|webp|bmp);base64,[\w+/=\s]+$/.test(value))
    );
  if (key === 'style')
    return !dangerousCss.test(value) && !/(?:margin|padding|width|height)[^;]*:[^;]*-\s*[\d.]/.test(value);
  return plainAttributes.has(key) && !(key === 'target' && value !== '_blank');
};

/** As browsers read attribute values: numeric references with or without the semicolon, and the names that matter to a scheme. */
const decoded = (value: string): string =>
  value
    .replace(/&#x([0-9a-f]+);?/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16) % 0x110000))
    .replace(/&#(\d+);?/g, (_, decimal: string) => String.fromCodePoint(Number(decimal) % 0x110000))
    .replace(/&(colon|Tab|NewLine|quot|lt|gt|amp);/g, (_, name: string) => characters[name] ?? '');

const characters: Readonly<Record<string, string>> = {
  colon: ':',
  Tab: '\t',
  NewLine: '\n',
  quot: '"',
  lt: '<',
  gt: '>',
  amp: '&',
};
