import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createItem } from '../../src/ews/operations/create-item.ts';
import { expandDl } from '../../src/ews/operations/expand-dl.ts';
import { getFolder } from '../../src/ews/operations/get-folder.ts';
import { getUserAvailability } from '../../src/ews/operations/get-user-availability.ts';
import { getUserOofSettings } from '../../src/ews/operations/get-user-oof-settings.ts';
import { setUserOofSettings } from '../../src/ews/operations/set-user-oof-settings.ts';
import { updateItem } from '../../src/ews/operations/update-item.ts';
import { getItem } from '../../src/ews/operations/get-item.ts';
import { EwsError } from '../../src/ews/errors.ts';
import { contactProperties } from '../../src/ews/properties/contact.ts';
import { emailEntry, phoneEntry, physicalAddressPart } from '../../src/ews/properties/contact-entry.ts';
import { folderProperties } from '../../src/ews/properties/folder.ts';
import { assign } from '../../src/ews/properties/written-rows.ts';
import { address } from '../access.ts';
import { emulatorSessions, type EmulatorSessions } from './emulator-session.ts';

let sessions: EmulatorSessions;
beforeAll(async () => {
  sessions = await emulatorSessions();
});
afterAll(() => sessions.close());

const alice = address('alice@example.test');
const bob = address('bob@example.test');
const nobody = address('nobody@example.test');

describe('against the embedded WorkMail', () => {
  it('events take time, which colleagues see without their subjects', async () => {
    const event = {
      subject: 'Budget',
      start: '2031-03-04T09:00:00Z',
      end: '2031-03-04T10:00:00Z',
      showAs: 'OOF',
    } as const;
    await sessions.as(alice).call(createItem, {
      items: [{ type: 'CalendarItem', properties: event }],
      disposition: 'SaveOnly',
      invitations: 'SendToNone',
    });
    const input = {
      mailboxes: [alice, nobody],
      start: '2031-03-04T08:00:00Z',
      end: '2031-03-04T11:00:00Z',
      slotMinutes: 60,
      isDetailed: true,
    };
    const [own, unknown] = await sessions.as(alice).callEach(getUserAvailability, input);
    expect(own).toMatchObject({
      merged: ['Free', 'OOF', 'Free'],
      events: [{ start: event.start, end: event.end, status: 'OOF', details: { subject: 'Budget' } }],
      workingHours: { periods: [{ startMinute: 480 }] },
    });
    expect(unknown).toBeInstanceOf(EwsError);
    const [seen] = await sessions.as(bob).callEach(getUserAvailability, input);
    expect(seen).toMatchObject({ merged: ['Free', 'OOF', 'Free'], events: [{ status: 'OOF', details: undefined }] });
  });

  it('automatic replies come back as they were written', async () => {
    const session = sessions.as(alice);
    const settings = {
      state: 'Scheduled',
      externalAudience: 'Known',
      period: { start: '2031-03-04T09:00:00Z', end: '2031-03-05T09:00:00Z' },
      internalReply: '<p>Back soon & well</p>',
      externalReply: '',
    } as const;
    await session.call(setUserOofSettings, { mailbox: alice, settings });
    expect(await session.call(getUserOofSettings, { mailbox: alice })).toEqual({ ...settings, allowedAudience: 'All' });
    await expect(session.call(getUserOofSettings, { mailbox: bob })).rejects.toMatchObject({
      responseCode: 'ErrorAccessDenied',
    });
  });

  it('a person is no group', async () => {
    await expect(sessions.as(alice).call(expandDl, { group: bob })).rejects.toMatchObject({
      responseCode: 'ErrorNameResolutionNoResults',
    });
  });

  it('a folder tells who may do what', async () => {
    const folder = await sessions.as(alice).call(getFolder, {
      folders: [{ distinguished: 'calendar', mailbox: alice }],
      wanted: [folderProperties.permissions],
    });
    expect(folder?.properties.permissions).toMatchObject([
      { grantee: { everybody: 'Default' }, level: 'FreeBusyTimeOnly', readItems: 'TimeOnly' },
      { grantee: { everybody: 'Anonymous' }, level: 'None' },
    ]);
  });

  it('entries of a contact are changed and taken away one by one', async () => {
    const session = sessions.as(alice);
    const [made] = await session.call(createItem, {
      items: [
        {
          type: 'Contact',
          properties: {
            emailAddresses: [
              { key: 'EmailAddress1', address: 'ann@elsewhere.test' },
              { key: 'EmailAddress2', address: 'ann@old.test' },
            ],
            phoneNumbers: [{ key: 'MobilePhone', value: '1' }],
          },
        },
      ],
      disposition: 'SaveOnly',
    });
    if (made === undefined) return expect.fail('no contact');
    const changed = {
      type: 'Contact',
      changes: {},
      named: [
        assign(emailEntry('EmailAddress2'), null),
        assign(phoneEntry('MobilePhone'), '2'),
        assign(phoneEntry('Pager'), '3'),
        assign(physicalAddressPart('Home', 'city'), 'Graz'),
      ],
    } as const;
    await session.call(updateItem, {
      changes: [{ id: made.id, ...changed }],
      conflictResolution: 'AlwaysOverwrite',
      disposition: 'SaveOnly',
    });
    const { emailAddresses, phoneNumbers, physicalAddresses } = contactProperties;
    const read = await session.call(getItem, {
      ids: [{ id: made.id }],
      wanted: [emailAddresses, phoneNumbers, physicalAddresses],
    });
    expect(read.properties).toMatchObject({
      emailAddresses: [{ key: 'EmailAddress1', address: 'ann@elsewhere.test' }],
      phoneNumbers: [
        { key: 'MobilePhone', value: '2' },
        { key: 'Pager', value: '3' },
      ],
      physicalAddresses: [{ key: 'Home', city: 'Graz' }],
    });
  });
});
