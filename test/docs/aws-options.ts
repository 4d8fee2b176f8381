import * as workmail from '@aws-sdk/client-workmail';
import { shellWords } from './shell-words.ts';

/** Options that every command of the AWS CLI has. */
const general = new Set(['region', 'profile', 'output', 'query', 'endpoint-url', 'no-cli-pager', 'cli-input-json']);

/** What is wrong with commands of `aws workmail`, held against the shapes that the SDK brings. */
export const awsMistakes = (commands: string): readonly string[] =>
  shellWords(commands)
    .filter(([program, service]) => program === 'aws' && service === 'workmail')
    .flatMap(([, , command = '', ...words]) => {
      const members = membersOf(`${pascal(command)}Request`);
      if (members === undefined) return [`aws workmail has no ${command}`];
      return words.flatMap((word) => {
        const [, option] = /^--(?:no-)?([a-z0-9-]+)/.exec(word) ?? [];
        if (option === undefined) return jsonMistake(word);
        return general.has(option) || members.includes(pascal(option))
          ? []
          : [`aws workmail ${command} has no --${option}`];
      });
    });

/** Names of the members of a shape; undefined where there is none. The SDK keeps a structure as [kind, namespace, name, traits, members, …]. */
const membersOf = (shape: string): readonly string[] | undefined => {
  const schema = (workmail as Readonly<Record<string, unknown>>)[`${shape}$`];
  return Array.isArray(schema) ? (schema[4] as readonly string[]) : undefined;
};

const jsonMistake = (word: string): readonly string[] => {
  if (!/^[[{]/.test(word)) return [];
  try {
    JSON.parse(word);
    return [];
  } catch {
    return [`no JSON: ${word}`];
  }
};

const pascal = (kebab: string): string =>
  kebab.replaceAll(/(?:^|-)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
