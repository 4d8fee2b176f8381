import { describe, expect, test } from 'vitest';
import { mayImpersonate, type RoleRule } from '../../src/directory/role-rules.ts';

const everybody: RoleRule = { Effect: 'ALLOW' };

describe('mayImpersonate', () => {
  test.each<[string, readonly RoleRule[], boolean]>([
    ['no rule means no', [], false],
    ['a rule without users is about everybody', [everybody], true],
    ['a rule with an empty list of users is about everybody', [{ Effect: 'ALLOW', TargetUsers: [] }], true],
    ['a rule about somebody else does not match', [{ Effect: 'ALLOW', TargetUsers: ['id-2'] }], false],
    ['a rule about this user matches', [{ Effect: 'ALLOW', TargetUsers: ['id-2', 'ID-1'] }], true],
    ['a rule may name the address', [{ Effect: 'ALLOW', TargetUsers: ['Vault@Example.Test'] }], true],
    ['a rule about all but this user does not match', [{ Effect: 'ALLOW', NotTargetUsers: ['id-1'] }], false],
    ['a rule about all but somebody else matches', [{ Effect: 'ALLOW', NotTargetUsers: ['id-2'] }], true],
    ['a matching DENY wins over any ALLOW', [everybody, { Effect: 'DENY', TargetUsers: ['id-1'] }, everybody], false],
    ['a DENY about somebody else changes nothing', [everybody, { Effect: 'DENY', TargetUsers: ['id-2'] }], true],
    ['a DENY about all but this user changes nothing', [everybody, { Effect: 'DENY', NotTargetUsers: ['id-1'] }], true],
  ])('%s', (_name, rules, expected) => {
    expect(mayImpersonate(rules, ['id-1', 'vault@example.test'])).toBe(expected);
  });
});
