import { EmulatorError } from '../emulator-error.ts';
import { lookUpHolder } from '../store/target-folder.ts';
import { type OperationHandler, response, success } from '../operation.ts';
import type { StoredFolder } from '../store/store.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/**
 * Settings that a client keeps in a folder; those of a folder that others share are theirs alone.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuserconfiguration-operation
 */
export const getUserConfiguration: OperationHandler = (request, context) => {
  const asked = child(request, 'm:UserConfigurationName');
  const folder = lookUpHolder(context, asked, 'ErrorFolderNotFound');
  const { Name = '' } = asked?.attributes ?? {};
  const kept = settingsIn(folder).find(({ name }) => name === Name);
  if (kept === undefined || folder.mailbox !== context.mailbox) throw new EmulatorError('ErrorItemNotFound');
  const parts = (childText(request, 'm:UserConfigurationProperties') ?? '').trim().split(/\s+/);
  const tells = (part: string): boolean => parts.includes(part) || parts.includes('All');
  return response('GetUserConfiguration', [
    success('GetUserConfiguration', [
      node('m:UserConfiguration', [
        node('t:UserConfigurationName', { Name }, asked?.children ?? []),
        kept.dictionary !== undefined && tells('Dictionary') ? dictionaryElement(kept.dictionary) : undefined,
        kept.xml !== undefined && tells('XmlData')
          ? node('t:XmlData', Buffer.from(kept.xml).toString('base64'))
          : undefined,
      ]),
    ]),
  ]);
};

const settingsIn = ({ mailbox, distinguishedId }: StoredFolder) =>
  (mailbox.configurations ?? []).filter(({ folder }) => folder === distinguishedId);

const dictionaryElement = (dictionary: Readonly<Record<string, string | number | boolean>>): XmlNode =>
  node(
    't:Dictionary',
    Object.entries(dictionary).map(([key, value]) =>
      node('t:DictionaryEntry', [
        node('t:DictionaryKey', [node('t:Type', 'String'), node('t:Value', key)]),
        node('t:DictionaryValue', [node('t:Type', typeNames[typeof value]), node('t:Value', String(value))]),
      ]),
    ),
  );

const typeNames: Readonly<Record<string, string>> = { string: 'String', number: 'Integer32', boolean: 'Boolean' };
