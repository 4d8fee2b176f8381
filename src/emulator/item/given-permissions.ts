import { EmulatorError } from '../emulator-error.ts';
import { child, childText, type XmlNode } from '../xml/xml.ts';

/**
 * The addresses that may read a folder by a t:PermissionSet that a client gives it: those of level Reviewer. Levels that let nobody read are
 * taken as they are. Throws EmulatorError ErrorInvalidPropertySet for every other level, which nobody can be given here.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/permissionset-permissionsettype
 */
export const readersOf = (permissionSet: XmlNode): readonly string[] =>
  permissionSet.children
    .filter(({ name }) => name === 't:Permissions' || name === 't:CalendarPermissions')
    .flatMap(({ children }) => children)
    .flatMap((permission) => {
      const level = childText(permission, 't:PermissionLevel') ?? childText(permission, 't:CalendarPermissionLevel');
      if (level !== undefined && withoutReading.has(level)) return [];
      const address = childText(child(permission, 't:UserId'), 't:PrimarySmtpAddress')?.trim().toLowerCase();
      if (level !== 'Reviewer' || address === undefined) throw new EmulatorError('ErrorInvalidPropertySet');
      return [address];
    });

const withoutReading: ReadonlySet<string> = new Set(['None', 'FreeBusyTimeOnly', 'FreeBusyTimeAndSubjectAndLocation']);
