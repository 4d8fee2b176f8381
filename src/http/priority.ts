import type { Urgency } from '../ews/traffic/traffic.ts';

/** What a request has that says nothing. */
const usual = 3;
/** From here on nobody in particular waits. */
const leastBulk = 5;

const key = '[a-z*][a-z0-9_.*-]*';
const item = String.raw`(?:-?\d{1,15}(?:\.\d{1,3})?|\?[01]|"(?:[ !#-[\]-~]|\\["\\])*"|[A-Za-z*][\w!#$%&'*+.^\x60|~:/-]*)`;
const member = `(${key})(?:=(${item}))?(?:; *${key}(?:=${item})?)*`;
const members = new RegExp(`${member}[ \t]*(?:,[ \t]*(?=[a-z*])|$)`, 'y');

/**
 * How urgent a request is by its header `Priority: u=0` to `u=7`, null where it has none. A field that is no dictionary of structured fields is as if it were not there, and so is a
 * value that is none of these; of several members with one name the last counts.
 * https://www.rfc-editor.org/rfc/rfc9218#section-4, https://www.rfc-editor.org/rfc/rfc9651#section-3.2
 */
export const urgencyOf = (priority: string | null): Urgency => {
  const text = priority?.trim() ?? '';
  let urgency = usual;
  members.lastIndex = 0;
  while (members.lastIndex < text.length) {
    const found = members.exec(text);
    if (found === null) return 'interactive';
    const [, name, value = ''] = found;
    if (name === 'u') urgency = /^[0-7]$/.test(value) ? Number(value) : usual;
  }
  return urgency >= leastBulk ? 'bulk' : 'interactive';
};
