import { describe, expect, it } from 'vitest';
import { child, childText, type XmlElement } from '../../../src/ews/xml.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import { askServer } from '../ask-server.ts';
import { ewsIdIn, journeyOfTest, operationsAt, sealedId } from '../journey-of-test.ts';
import { deliverSamples, startPermitted } from '../permission-samples.ts';
import { operationsOf, type Answer, type Journey } from '../start.ts';

const alice = 'alice@example.test';

interface Contact {
  readonly id: string;
  readonly changeKey: string;
  readonly displayName: string | null;
  readonly emails: readonly { readonly label: string; readonly address: string; readonly name: string | null }[];
  readonly phones: readonly { readonly label: string; readonly value: string }[];
  readonly [field: string]: unknown;
}

interface Saved {
  readonly saveContact: {
    readonly contact: Contact | null;
    readonly userErrors: readonly {
      readonly __typename: string;
      readonly code: string;
      readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
      readonly currentChangeKey?: string;
      readonly current?: { readonly displayName: string };
    }[];
  };
}

const everything = `id changeKey displayName givenName surname companyName jobTitle emails { label address name }
  phones { label value } birthday notes categories`;

const save = async (
  journey: Pick<Journey, 'query'>,
  input: Readonly<Record<string, unknown>>,
  shown = everything,
): Promise<Saved['saveContact'] & { readonly answer: Answer<Saved> }> => {
  const answer = await journey.query<Saved>(
    `mutation ($input: SaveContactInput!) { saveContact(input: $input) { ${shown === '' ? '' : `contact { ${shown} }`}
      userErrors { __typename code ... on ValidationError { fields { path message } }
        ... on ConflictError { currentChangeKey current { ... on Contact { displayName } } } } } }`,
    { input: { mailbox: alice, ...input } },
  );
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return { ...answer.data.saveContact, answer };
};

/** A contact as the server holds it. */
const held = async (journey: Journey, id: string): Promise<XmlElement> => {
  const [item] = await askServer(
    journey,
    'alice',
    `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds><t:ItemId Id="${ewsIdIn(id)}"/></m:ItemIds></m:GetItem>`,
  );
  if (item === undefined) throw new Error('it is not there');
  return item;
};

const entriesIn = (item: XmlElement, dictionary: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (child(item, dictionary)?.children ?? []).map(({ attributes, text }) => [attributes['Key'] ?? '', text]),
  );

/** How many contacts lie in the default folder. */
const countIn = async (journey: Journey): Promise<number> =>
  (
    await askServer(
      journey,
      'alice',
      '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="contacts"/></m:ParentFolderIds></m:FindItem>',
    )
  ).length;

const ada = {
  givenName: 'Ada',
  surname: 'Byron',
  companyName: 'Analytical Engines',
  jobTitle: 'Mathematician',
  emails: [
    { label: 'home', address: 'ada@home.example' },
    { label: 'work', address: 'Ada@Engines.example', name: 'Ada B.' },
  ],
  phones: [
    { label: 'mobile', value: '+44 1' },
    { label: 'work', value: '+44 2' },
    { label: 'work', value: '+44 3' },
    { label: 'fax', value: '+44 4' },
    { label: 'pager', value: '+44 5' },
    { label: 'home', value: '+44 6' },
    { label: 'other', value: '+44 7' },
  ],
  birthday: '1815-12-10',
  notes: 'Prefers letters.\nAsk about engines.',
  categories: ['Clients'],
};

describe('a new contact', () => {
  it('says what was given, to the client and at the server, in one call and a look', async () => {
    const journey = await journeyOfTest();
    const { contact, userErrors, answer } = await save(journey, ada);
    expect(userErrors).toEqual([]);
    expect(operationsOf(answer)).toEqual(['CreateItem', 'GetItem']);
    expect(contact).toMatchObject({
      ...ada,
      displayName: 'Ada Byron',
      emails: [
        { label: 'work', address: 'ada@engines.example', name: 'Ada B.' },
        { label: 'home', address: 'ada@home.example' },
      ],
      phones: expect.arrayContaining(ada.phones),
    });
    expect(contact?.phones).toHaveLength(ada.phones.length);
    const item = await held(journey, contact?.id ?? '');
    expect(['DisplayName', 'FileAs', 'CompanyName'].map((name) => childText(item, name))).toEqual([
      'Ada Byron',
      'Byron, Ada',
      'Analytical Engines',
    ]);
    expect(entriesIn(item, 'EmailAddresses')).toEqual({
      EmailAddress1: 'ada@engines.example',
      EmailAddress2: 'ada@home.example',
    });
    expect(entriesIn(item, 'PhoneNumbers')).toEqual({
      MobilePhone: '+44 1',
      BusinessPhone: '+44 2',
      BusinessPhone2: '+44 3',
      BusinessFax: '+44 4',
      Pager: '+44 5',
      HomePhone: '+44 6',
      OtherTelephone: '+44 7',
    });
  });

  it('costs one call when nothing of it is shown', async () => {
    const { answer } = await save(await journeyOfTest(), { displayName: 'Ada' }, '');
    expect(operationsOf(answer)).toEqual(['CreateItem']);
  });

  it('is made once under a key, and never under it with other content', async () => {
    const journey = await journeyOfTest();
    const before = await countIn(journey);
    const first = await save(journey, { surname: 'Byron', idempotencyKey: 'k1' });
    const again = await save(journey, { surname: 'Byron', idempotencyKey: 'k1' });
    expect(again.contact?.id).toBe(first.contact?.id);
    const other = await save(journey, { surname: 'Lovelace', idempotencyKey: 'k1' });
    expect(other.userErrors).toMatchObject([{ __typename: 'ConflictError', code: 'IDEMPOTENCY_MISMATCH' }]);
    expect(await countIn(journey)).toBe(before + 1);
  });

  it('is found again when the answer to its making was lost', async () => {
    const journey = await journeyOfTest();
    const before = await countIn(journey);
    journey.emulator.faults.add({ kind: 'lose', operation: 'CreateItem' });
    const { contact, userErrors } = await save(journey, { surname: 'Byron', idempotencyKey: 'k1' });
    expect([contact?.displayName, userErrors]).toEqual(['Byron', []]);
    expect(await countIn(journey)).toBe(before + 1);
  });

  it.each([
    ['nothing', {}, [['input', 'says nothing of the contact.']]],
    ['nothing but nulls', { displayName: null, emails: [] }, [['input', 'says nothing of the contact.']]],
    ['a version', { surname: 'Byron', ifChangeKey: 'KEY' }, undefined],
    [
      'everything wrong at once',
      {
        displayName: 'a\nb',
        emails: [
          { label: 'work', address: 'a@b.example' },
          { label: 'work', address: 'c@b.example' },
        ],
        phones: [{ label: 'satellite', value: '1' }],
      },
      [
        ['input.displayName', 'holds a line break or another control character.'],
        ['input.emails.1.label', 'is taken: a contact has one address of each label.'],
        ['input.phones.0.label', 'must be one of work, home, mobile, fax, pager, other.'],
      ],
    ],
    [
      'more numbers than there is room for',
      { phones: ['1', '2', '3', '4'].map((value) => ({ label: 'work', value })) },
      [
        [
          'input.phones.3',
          'is one more than a contact can keep under this label: it keeps three of work, fax and other, two of home and mobile, and one pager.',
        ],
      ],
    ],
  ])('is not made of %s', async (_, input, fields) => {
    const journey = await journeyOfTest();
    const { contact, userErrors } = await save(journey, input);
    expect([contact, userErrors[0]?.code]).toEqual([null, 'BAD_USER_INPUT']);
    if (fields !== undefined)
      expect(userErrors[0]?.fields?.map(({ path, message }) => [path.join('.'), message])).toEqual(fields);
    expect(operationsAt(journey)).toEqual([]);
  });
});

const entries = (dictionary: string, given: Readonly<Record<string, string>>) =>
  node(
    `t:${dictionary}`,
    Object.entries(given).map(([Key, text]) => node('t:Entry', { Key }, text)),
  );

/** Puts a contact into alice's mailbox as another program would have made it. */
const deliverContact = (journey: Journey): string =>
  sealedId(
    'Item',
    alice,
    journey.emulator.deliver(alice, 'contacts', {
      element: node('t:Contact', [
        node('t:ItemClass', 'IPM.Contact'),
        node('t:Body', { BodyType: 'Text' }, 'Old notes.'),
        node('t:Categories', [node('t:String', 'Clients')]),
        node('t:FileAs', 'Byron, Ada'),
        node('t:DisplayName', 'Ada Byron'),
        node('t:GivenName', 'Ada'),
        node('t:CompanyName', 'Engines'),
        entries('EmailAddresses', { EmailAddress1: 'ada@engines.example', EmailAddress2: '/o=Org/cn=ada' }),
        entries('PhoneNumbers', { AssistantPhone: '1', CompanyMainPhone: '2', MobilePhone: '3' }),
        node('t:Birthday', '1815-12-10T00:00:00Z'),
        node('t:Surname', 'Byron'),
      ]),
      attachments: [],
    }),
  );

describe('a contact that changes', () => {
  it('changes in what is given alone, and its names follow', async () => {
    const journey = await journeyOfTest();
    const id = deliverContact(journey);
    const { contact, userErrors, answer } = await save(journey, { id, surname: 'Lovelace', companyName: null });
    expect(userErrors).toEqual([]);
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    expect(contact).toMatchObject({
      id,
      displayName: 'Ada Lovelace',
      surname: 'Lovelace',
      companyName: null,
      birthday: '1815-12-10',
      notes: 'Old notes.',
      categories: ['Clients'],
    });
    expect(childText(await held(journey, id), 'FileAs')).toBe('Lovelace, Ada');
  });

  it('keeps numbers in their places, adds and takes away, and leaves addresses alone that no client sees', async () => {
    const journey = await journeyOfTest();
    const id = deliverContact(journey);
    const shown = await journey.query<{ node: Contact }>(
      `query ($id: ID!) { node(id: $id) { ... on Contact { ${everything} } } }`,
      { id },
    );
    const { emails, phones } = shown.data.node;
    const same = await save(journey, { id, emails, phones });
    // It says so already, so nothing is written.
    expect(operationsOf(same.answer)).toEqual(['GetItem', 'GetItem']);
    const { userErrors } = await save(journey, {
      id,
      emails: [{ label: 'other', address: 'new@engines.example' }],
      phones: [...phones.filter(({ label }) => label !== 'mobile'), { label: 'work', value: '9' }],
    });
    expect(userErrors).toEqual([]);
    const item = await held(journey, id);
    expect(entriesIn(item, 'EmailAddresses')).toEqual({
      EmailAddress2: '/o=Org/cn=ada',
      EmailAddress3: 'new@engines.example',
    });
    expect(entriesIn(item, 'PhoneNumbers')).toEqual({ AssistantPhone: '1', CompanyMainPhone: '2', BusinessPhone: '9' });
  });

  it('loses what null clears', async () => {
    const journey = await journeyOfTest();
    const id = deliverContact(journey);
    const { contact } = await save(journey, {
      id,
      phones: null,
      emails: [],
      birthday: null,
      notes: null,
      categories: null,
    });
    expect(contact).toMatchObject({ phones: [], emails: [], birthday: null, notes: null, categories: [] });
    expect(contact?.displayName).toBe('Ada Byron');
  });

  it('is a conflict in another version than was meant, told as it is now', async () => {
    const journey = await journeyOfTest();
    const id = deliverContact(journey);
    const { contact: first } = await save(journey, { id, jobTitle: 'One' });
    const { contact: second } = await save(journey, { id, jobTitle: 'Two', ifChangeKey: first?.changeKey });
    expect(second?.['jobTitle']).toBe('Two');
    const stale = await save(journey, { id, jobTitle: 'Three', ifChangeKey: first?.changeKey });
    expect(stale.contact).toBeNull();
    expect(stale.userErrors).toMatchObject([
      { __typename: 'ConflictError', currentChangeKey: second?.changeKey, current: { displayName: 'Ada Byron' } },
    ]);
    expect(childText(await held(journey, id), 'JobTitle')).toBe('Two');
  });

  it('is written once more from what is there when somebody else was faster, and no version was meant', async () => {
    const journey = await journeyOfTest();
    const id = deliverContact(journey);
    journey.emulator.faults.add({
      kind: 'itemError',
      index: 0,
      responseCode: 'ErrorIrresolvableConflict',
      operation: 'UpdateItem',
      stopsBatch: false,
    });
    const { contact, answer } = await save(journey, { id, jobTitle: 'Countess' });
    expect(contact?.['jobTitle']).toBe('Countess');
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'GetItem', 'UpdateItem', 'GetItem']);
  });

  it.each([
    ['nothing', {}, [['input', 'says nothing that is to change.']]],
    [
      'a key',
      { surname: 'L', idempotencyKey: 'k' },
      [['input.idempotencyKey', 'goes with something new: leave it out beside id, and use ifChangeKey.']],
    ],
  ])('takes not %s', async (_, input, fields) => {
    const journey = await journeyOfTest();
    const { userErrors } = await save(journey, { id: deliverContact(journey), ...input });
    expect(userErrors[0]?.fields?.map(({ path, message }) => [path.join('.'), message])).toEqual(fields);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('is a contact: nothing else is written as one, and what is gone is not found', async () => {
    const journey = await startPermitted();
    try {
      const { message, task } = await deliverSamples(journey);
      for (const id of [message, task]) {
        const { userErrors } = await save(journey, { id, surname: 'L' });
        expect(userErrors[0]?.fields).toEqual([
          { path: ['input', 'id'], message: 'is the id of an item that is no contact.' },
        ]);
      }
      const id = deliverContact(journey);
      journey.emulator.remove(alice, ewsIdIn(id));
      expect((await save(journey, { id, surname: 'L' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
      expect(operationsAt(journey)).not.toContain('UpdateItem');
    } finally {
      await journey.close();
    }
  });
});
