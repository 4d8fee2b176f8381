import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { getUserConfiguration } from '../../../src/ews/operations/get-user-configuration.ts';
import { categoryList } from '../../../src/ews/properties/category-list.ts';
import { workHours } from '../../../src/ews/properties/work-hours.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { describeWithWitness } from '../../witness.ts';
import { answered, done, refused } from '../answered.ts';
import { recordedAnswer, recordedIn } from '../recorded.ts';

const folder = { distinguished: 'calendar', mailbox: address('alice@example.test') } as const;
const input = { name: 'CategoryList', folder, part: 'XmlData' } as const;
const name =
  '<t:UserConfigurationName Name="CategoryList"><t:DistinguishedFolderId Id="calendar"/></t:UserConfigurationName>';
const configuration = (content: string): string =>
  done('GetUserConfiguration', `<m:UserConfiguration>${name}${content}</m:UserConfiguration>`);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('GetUserConfiguration', () => {
  it('asks for one part of settings in a folder', () => {
    expect(writeXml(getUserConfiguration.encode(input))).toBe(
      '<m:GetUserConfiguration><m:UserConfigurationName Name="CategoryList"><t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>alice@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:UserConfigurationName><m:UserConfigurationProperties>XmlData</m:UserConfigurationProperties></m:GetUserConfiguration>',
    );
    expect(getUserConfiguration.names).toEqual({ field: 'folder', kind: 'folder' });
  });

  it('reads a document, with or without byte order mark', async () => {
    const read = (text: string): Promise<readonly unknown[]> =>
      answered(getUserConfiguration, input, configuration(`<t:XmlData>\n ${base64(text)}\n</t:XmlData>`));
    expect(await read('\uFEFF<a>größe</a>')).toEqual([{ xml: '<a>größe</a>', dictionary: new Map() }]);
    expect(await read('<a/>')).toEqual([{ xml: '<a/>', dictionary: new Map() }]);
    expect(await read('')).toEqual([{ xml: undefined, dictionary: new Map() }]);
  });

  it('does not take other bytes for a document', async () => {
    expect(await answered(getUserConfiguration, input, configuration('<t:XmlData>/w==</t:XmlData>'))).toEqual([
      undefined,
    ]);
  });

  it('reads keys and values, the first of several', async () => {
    const entry = (key: string, value: string): string =>
      `<t:DictionaryEntry><t:DictionaryKey><t:Type>String</t:Type><t:Value>${key}</t:Value></t:DictionaryKey><t:DictionaryValue>${value}</t:DictionaryValue></t:DictionaryEntry>`;
    const [answer] = await answered(
      getUserConfiguration,
      { ...input, part: 'Dictionary' },
      configuration(
        `<t:Dictionary>${entry('timezone', '<t:Type>String</t:Type><t:Value>Tokyo Standard Time</t:Value>')}${entry('days', '<t:Type>StringArray</t:Type><t:Value>a</t:Value><t:Value>b</t:Value>')}${entry('none', '')}</t:Dictionary>`,
      ),
    );
    expect(answer).toEqual({
      xml: undefined,
      dictionary: new Map([
        ['timezone', 'Tokyo Standard Time'],
        ['days', 'a'],
        ['none', ''],
      ]),
    });
  });

  it('answers nothing where no client has kept any, and keeps other errors', async () => {
    expect(getUserConfiguration.answers).toEqual(['ErrorItemNotFound']);
    expect(getUserConfiguration.decode({ name: 'a', attributes: {}, children: [], text: '' }, input)).toBeUndefined();
    expect(await answered(getUserConfiguration, input, refused('GetUserConfiguration', 'ErrorFolderNotFound'))).toEqual(
      ['ErrorFolderNotFound'],
    );
  });
});

describe('the category list', () => {
  it('tells names and colours, in its order', () => {
    expect(
      categoryList(
        '<?xml version="1.0"?><categories default="Red" lastSavedSession="5" xmlns="CategoryList.xsd"><category name="Red &amp; hot" color="0" keyboardShortcut="0" guid="{E9F9C4B2-0000-0000-0000-000000000000}"/><category name="Plain" color="-1"/><category name="New"/></categories>',
      ),
    ).toEqual([
      { name: 'Red & hot', color: 0 },
      { name: 'Plain', color: undefined },
      { name: 'New', color: undefined },
    ]);
    expect(categoryList('<categories xmlns="CategoryList.xsd"/>')).toEqual([]);
  });

  it.each(['', '<other/>', '<categories><category/></categories>', '<!DOCTYPE a><categories/>'])(
    'is not read from %j',
    (document) => {
      expect(() => categoryList(document)).toThrow(EwsError);
    },
  );
});

describe('working hours as clients keep them', () => {
  const document = (zone: string, end = '17:30:00'): string =>
    `<Root xmlns="WorkingHours.xsd"><WorkHoursVersion1><TimeZone><Bias>-60</Bias><Standard><Bias>0</Bias><ChangeDate><Time>03:00:00</Time><Date>0000/10/05</Date><DayOfWeek>0</DayOfWeek></ChangeDate></Standard><DaylightSavings><Bias>-60</Bias><ChangeDate><Time>02:00:00</Time><Date>0000/03/05</Date><DayOfWeek>0</DayOfWeek></ChangeDate></DaylightSavings>${zone}</TimeZone><TimeSlot><Start>08:00:00</Start><End>${end}</End></TimeSlot><WorkDays>Monday Wednesday Friday</WorkDays></WorkHoursVersion1></Root>`;

  it('tell days, hours and the name of their zone', () => {
    expect(workHours(document('<Name>W. Europe Standard Time</Name>'))).toEqual({
      timeZoneId: 'W. Europe Standard Time',
      bias: -60,
      startMinute: 480,
      endMinute: 1050,
      days: ['Monday', 'Wednesday', 'Friday'],
    });
    expect(workHours(document(''))).toMatchObject({ timeZoneId: undefined });
  });

  it('are not read from other documents', () => {
    for (const other of ['<Root/>', '<a/>', document('', 'noon')]) expect(() => workHours(other)).toThrow(EwsError);
  });
});

describeWithWitness('a recorded answer to GetUserConfiguration', (witness) => {
  it('says that there are no such settings', async () => {
    const recorded = recordedIn(`${witness}/wire`).find(({ name: file }) => file.startsWith('103-')) ?? expect.fail();
    expect(await recordedAnswer(recorded, getUserConfiguration, input)).toEqual([undefined]);
  });
});
