import { answered, descendants } from './answered.ts';
import type { RunningEmulator, TextAnswer } from './running-emulator.ts';
import { childText, type XmlElement } from '../../src/ews/xml.ts';

/** The parts of a rule that a test cares for; conditions, exceptions and actions as they stand in the request. */
export interface RuleParts {
  readonly id?: string;
  readonly name?: string;
  readonly priority?: number;
  readonly isEnabled?: boolean;
  readonly conditions?: string;
  readonly exceptions?: string;
  readonly actions?: string;
}

/** A t:Rule; without actions it marks mail as read. */
export const rule = ({
  id,
  name = 'Rule',
  priority = 1,
  isEnabled = true,
  conditions = '',
  exceptions = '',
  actions = '<t:MarkAsRead>true</t:MarkAsRead>',
}: RuleParts): string =>
  `<t:Rule>${id === undefined ? '' : `<t:RuleId>${id}</t:RuleId>`}<t:DisplayName>${name}</t:DisplayName><t:Priority>${priority}</t:Priority><t:IsEnabled>${isEnabled}</t:IsEnabled><t:Conditions>${conditions}</t:Conditions><t:Exceptions>${exceptions}</t:Exceptions><t:Actions>${actions}</t:Actions></t:Rule>`;

/** m:UpdateInboxRules around operations. */
export const updateRules = (operations: string, head = ''): string =>
  `<m:UpdateInboxRules>${head}<m:Operations>${operations}</m:Operations></m:UpdateInboxRules>`;

/** The operation that makes a rule. */
export const create = (parts: RuleParts): string => `<t:CreateRuleOperation>${rule(parts)}</t:CreateRuleOperation>`;

/** The operation that replaces a rule. */
export const set = (parts: RuleParts): string => `<t:SetRuleOperation>${rule(parts)}</t:SetRuleOperation>`;

/** The operation that deletes a rule. */
export const remove = (id: string): string =>
  `<t:DeleteRuleOperation><t:RuleId>${id}</t:RuleId></t:DeleteRuleOperation>`;

/** The rules of a mailbox. */
export const rulesOf = async (
  { call }: Pick<RunningEmulator, 'call'>,
  person = 'alice',
): Promise<readonly XmlElement[]> =>
  descendants(answered(await call('<m:GetInboxRules/>', `${person}@example.test`)).body, 'Rule');

/** Place, field and code of everything that was wrong with rules. */
export const flawsIn = (answer: TextAnswer): readonly string[] =>
  descendants(answered(answer).body, 'RuleOperationError').flatMap((operation) =>
    descendants(operation, 'Error').map((error) =>
      [childText(operation, 'OperationIndex'), childText(error, 'FieldURI'), childText(error, 'ErrorCode')].join(' '),
    ),
  );
