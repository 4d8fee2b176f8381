import { EmulatorError } from '../emulator-error.ts';
import { folderElementName } from '../item/folder-element.ts';
import { restriction } from '../search/restriction.ts';
import { child, childText, type XmlNode } from '../xml/xml.ts';

/** What a request says of a folder that is to be made. */
export interface FolderValues {
  readonly name: string;
  readonly folderClass: string;
  /** Present for a saved search. */
  readonly searchParameters: XmlNode | undefined;
}

/**
 * Reads a t:Folder, t:CalendarFolder, t:ContactsFolder, t:TasksFolder or t:SearchFolder of CreateFolder. The class follows from the element;
 * t:FolderClass says it for a t:Folder, and may only repeat or refine it for the others. Throws EmulatorError: ErrorNoFolderClassOverride,
 * ErrorInvalidPropertySet for what is not to be set here (permissions and extended properties are not kept either),
 * ErrorFolderSavePropertyError for a bad name or a saved search without criteria, and what restriction throws.
 */
export const folderValues = (element: XmlNode): FolderValues => {
  if (!element.children.every(({ name }) => settable.has(name))) throw new EmulatorError('ErrorInvalidPropertySet');
  const implied = impliedClasses[element.name] ?? 'IPF.Note';
  const folderClass = childText(element, 't:FolderClass') ?? implied;
  const searchParameters = element.name === 't:SearchFolder' ? criteriaOf(element) : undefined;
  if (element.name !== 't:Folder' && folderElementName({ folderClass, searchParameters }) !== element.name) {
    throw new EmulatorError('ErrorNoFolderClassOverride');
  }
  return { name: folderName(childText(element, 't:DisplayName')), folderClass, searchParameters };
};

/** A name that a folder can have: 1 to 255 characters that are not all spaces. Throws EmulatorError ErrorFolderSavePropertyError. */
export const folderName = (text: string | undefined): string => {
  if (text === undefined || text.trim() === '' || text.length > 255) {
    throw new EmulatorError('ErrorFolderSavePropertyError');
  }
  return text;
};

const settable = new Set(['t:FolderClass', 't:DisplayName', 't:SearchParameters']);

// https://learn.microsoft.com/exchange/client-developer/web-service-reference/folderclass
const impliedClasses: Readonly<Record<string, string>> = {
  't:CalendarFolder': 'IPF.Appointment',
  't:ContactsFolder': 'IPF.Contact',
  't:TasksFolder': 'IPF.Task',
};

const criteriaOf = (element: XmlNode): XmlNode => {
  const parameters = child(element, 't:SearchParameters');
  const criteria = child(parameters, 't:Restriction');
  if (parameters === undefined || criteria === undefined) throw new EmulatorError('ErrorFolderSavePropertyError');
  restriction(criteria, 'UTC');
  return parameters;
};
