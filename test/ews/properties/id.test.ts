import { describe, expect, it } from 'vitest';
import {
  folderId,
  folderTargets,
  itemId,
  itemReference,
  itemTargets,
  mailboxAddress,
} from '../../../src/ews/properties/id.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { parsed } from '../parsed.ts';

const ann = mailboxAddress('ann@example.test') ?? expect.fail();

describe('mailbox address', () => {
  it.each([
    ['Ann.Lee@Example.Test', 'ann.lee@example.test'],
    [' ann+news@example.test\n', 'ann+news@example.test'],
    ["o'hara@example.test", "o'hara@example.test"],
    ['jürgen@bücher.example', 'jürgen@bücher.example'],
  ])('reads %j', (written, address) => {
    expect(mailboxAddress(written)).toBe(address);
  });

  it.each([
    '',
    'ann',
    '@example.test',
    'ann@',
    'ann@b@example.test',
    'ann lee@example.test',
    'ann@example.test, bob@example.test',
    'Ann <ann@example.test>',
    'ann@example.test</t:SmtpAddress>',
    'ann\u0000@example.test',
    '/O=ORG/CN=ann',
    `${'a'.repeat(65)}@example.test`,
    `ann@${'b'.repeat(251)}`,
  ])('refuses %j', (written) => {
    expect(mailboxAddress(written)).toBeUndefined();
  });
});

describe('references', () => {
  it('always say whose well-known folder is meant', () => {
    expect(
      writeXml(folderTargets('m:FolderIds', [{ id: folderId('a"<b') }, { distinguished: 'root', mailbox: ann }])),
    ).toBe(
      '<m:FolderIds><t:FolderId Id="a&quot;&lt;b"/><t:DistinguishedFolderId Id="root"><t:Mailbox><t:EmailAddress>ann@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:FolderIds>',
    );
  });

  it('name an item, an occurrence or a master', () => {
    expect(
      writeXml(
        itemTargets([
          { id: itemId('a') },
          { id: itemId('a'), changeKey: 'k' },
          { masterOf: itemId('o') },
          { occurrenceOf: itemId('m'), index: 7 },
        ]),
      ),
    ).toBe(
      '<m:ItemIds><t:ItemId Id="a"/><t:ItemId Id="a" ChangeKey="k"/><t:RecurringMasterItemId OccurrenceId="o"/><t:OccurrenceItemId RecurringMasterId="m" InstanceIndex="7"/></m:ItemIds>',
    );
  });

  it('are read with or without a change key, but never without an id', () => {
    expect(itemReference(parsed('<t:ItemId Id="A+/=" ChangeKey="k"/>'))).toEqual({ id: 'A+/=', changeKey: 'k' });
    expect(itemReference(parsed('<t:ItemId Id="A"/>'))).toEqual({ id: 'A', changeKey: undefined });
    expect(() => itemReference(parsed('<t:ItemId ChangeKey="k"/>'))).toThrow('ItemId has no attribute Id');
  });
});
