import type { RecipientInput } from '../generated/graphql.ts';

/** People as somebody types them: `bob@example.test, Carol Núñez <carol@example.test>`. Undefined: something in it is no address. */
export const parseRecipients = (text: string): readonly RecipientInput[] | undefined => {
  const parts = text
    .split(/[,;\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const people = parts.map((part): RecipientInput | undefined => {
    const [, name = '', address = part] = /^(.*)<([^<>]+)>$/.exec(part) ?? [];
    const label = name.trim().replace(/^"(.*)"$/, '$1');
    if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address.trim())) return undefined;
    return { address: address.trim(), ...(label === '' ? {} : { name: label }) };
  });
  return people.every((person) => person !== undefined) ? people : undefined;
};
