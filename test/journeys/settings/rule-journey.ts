import { rulesOf } from '../../emulator/rules.ts';
import { childText } from '../../../src/ews/xml.ts';
import { journeyOfTest } from '../journey-of-test.ts';
import { serverCall } from '../server-call.ts';
import type { Answer, Journey, JourneyOptions } from '../start.ts';
import type { RunningEmulator } from '../../emulator/running-emulator.ts';

/** Whose inbox it is. */
export const bob = 'bob@example.test';

/** Everything that the schema shows of a rule. */
export const wholeRule = `id name sequence isEnabled hasError isFullyShown
  conditions { ...Parts } exceptions { ...Parts }
  actions { moveTo { path } copyTo { path } delete markRead categories forwardTo { name address } stopProcessing }`;
const parts =
  'fragment Parts on InboxRulePredicate { from sentTo subjectContains bodyContains hasAttachments importance }';

/** A rule as it was selected. */
export type ShownRule = Readonly<Record<string, unknown>> & { readonly id: string };

/** What both mutations answer. */
export interface RuleAnswer {
  readonly done: {
    readonly rule: ShownRule | null;
    readonly userErrors: readonly {
      readonly __typename: string;
      readonly code: string;
      readonly detail: string;
      readonly retryable: boolean;
      readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
    }[];
  };
}

const failure = 'userErrors { __typename code detail retryable ... on ValidationError { fields { path message } } }';

/** A journey in which bob’s mailbox has a folder `/Clients`, with what it takes to change his rules and to look at them directly. */
export interface RuleJourney extends Journey {
  /** `saveInboxRule`; `rule: null` selects nothing of the rule. */
  save(input: object, rule?: string | null): Promise<Answer<RuleAnswer>>;
  /** `deleteInboxRule`. */
  remove(id: string, more?: string): Promise<Answer<RuleAnswer>>;
  /** All rules, in their order. */
  rules(rule?: string): Promise<Answer<{ mailbox: { address: string; inboxRules: readonly ShownRule[] } }>>;
  /** Bob's own mail program. */
  readonly call: RunningEmulator['call'];
  /** Names of the rules as the server itself tells them to that program. */
  namesAtServer(): Promise<readonly (string | undefined)[]>;
}

/** Starts it; it ends with the test. The folder is made by bob's own mail program. */
export const startRules = async (options: JourneyOptions = {}): Promise<RuleJourney> => {
  const journey = await journeyOfTest({ seed: 'empty', ...options });
  const call = serverCall(journey, bob, 'bob-demo-password');
  await call(
    '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="msgfolderroot"/></m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>Clients</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>',
  );
  journey.emulator.requests.length = 0;
  const shown = (rule: string | null): string => (rule === null ? '' : `rule { ${rule} }`);
  const used = (text: string): string => (text.includes('...Parts') ? `${parts} ${text}` : text);
  return {
    ...journey,
    call,
    save: (input, rule = wholeRule) =>
      journey.query<RuleAnswer>(
        used(
          `mutation ($input: SaveInboxRuleInput!) { done: saveInboxRule(input: $input) { ${shown(rule)} ${failure} } }`,
        ),
        { input: { mailbox: bob, name: 'Rule', conditions: {}, actions: { markRead: true }, ...input } },
      ),
    remove: (id, more = '') =>
      journey.query<RuleAnswer>(
        `mutation ($id: ID!) { done: deleteInboxRule(mailbox: "${bob}", id: $id ${more}) { rule { id name } ${failure} } }`,
        { id },
      ),
    rules: (rule = wholeRule) =>
      journey.query(used(`query Rules { mailbox(address: "${bob}") { address inboxRules { ${rule} } } }`)),
    namesAtServer: async () => (await rulesOf({ call })).map((rule) => childText(rule, 'DisplayName')),
  };
};

/** The one failure that a payload tells. */
export const failureOf = ({ data }: Answer<RuleAnswer>): RuleAnswer['done']['userErrors'][number] => {
  const [first, ...others] = data.done.userErrors;
  if (first === undefined || others.length > 0) throw new Error(`not one failure: ${JSON.stringify(data)}`);
  return first;
};

/** The rule of a payload that tells no failure. */
export const ruleOf = ({ data, errors }: Answer<RuleAnswer>): ShownRule => {
  const { rule, userErrors } = data.done;
  if (rule === null || userErrors.length > 0 || errors !== undefined)
    throw new Error(`not done: ${JSON.stringify({ data, errors })}`);
  return rule;
};
