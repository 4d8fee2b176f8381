import { EwsError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { folderTarget, type FolderTarget } from '../properties/id.ts';
import { child, childrenNamed, childText, element, required, type XmlElement } from '../xml.ts';

/** Which of the settings that clients keep in a folder, and which part. */
export interface GetUserConfigurationInput {
  /** `CategoryList`, `WorkHours`, `OWA.UserOptions` ... Not empty. */
  readonly name: string;
  readonly folder: FolderTarget;
  readonly part: 'XmlData' | 'Dictionary';
}

/** Settings of a client, as it wrote them. */
export interface UserConfiguration {
  /** The document, of the client's own making; undefined when there is none or it was not asked for. */
  readonly xml: string | undefined;
  /** Values by their keys as texts; of lists the first. Empty when there are none or they were not asked for. */
  readonly dictionary: ReadonlyMap<string, string>;
}

const entry = (node: XmlElement): readonly [string, string] => [
  childText(required(node, 'DictionaryKey'), 'Value')?.trim() ?? '',
  childText(child(node, 'DictionaryValue') ?? element('none'), 'Value') ?? '',
];

/** Bytes of a document in UTF-8, which may begin with a byte order mark. */
const documentText = (node: XmlElement): string | undefined => {
  const bytes = Buffer.from(node.text, 'base64');
  if (bytes.length === 0) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new EwsError('decode', `${node.name} is no document in UTF-8`, { cause });
  }
};

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuserconfiguration-operation
 * Undefined where no client has kept such settings yet, which EWS calls an error.
 */
export const getUserConfiguration = defineOperation<GetUserConfigurationInput, UserConfiguration | undefined>({
  name: 'GetUserConfiguration',
  access: 'read',
  names: { field: 'folder', kind: 'folder' },
  idempotent: true,
  encode: ({ name, folder, part }) =>
    element('m:GetUserConfiguration', [
      element('m:UserConfigurationName', { Name: name }, [folderTarget(folder)]),
      element('m:UserConfigurationProperties', part),
    ]),
  answers: ['ErrorItemNotFound'],
  decode: (message) => {
    const found = child(message, 'UserConfiguration');
    if (found === undefined) return undefined;
    const xml = child(found, 'XmlData');
    return {
      xml: xml === undefined ? undefined : documentText(xml),
      dictionary: new Map(childrenNamed(child(found, 'Dictionary') ?? element('none'), 'DictionaryEntry').map(entry)),
    };
  },
});
