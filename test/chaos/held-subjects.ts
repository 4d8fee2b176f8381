import { childText } from '../../src/ews/xml.ts';
import { answered, rows } from '../emulator/answered.ts';
import { envelope } from '../emulator/running-emulator.ts';

const pageSize = 500;

/** How often each subject is in a folder. */
export type Held = ReadonlyMap<string, number>;

/** Reads it as the mail server tells it to the person's own mail program. */
export const heldSubjects = async (ewsUrl: string, person: string, folder: string): Promise<Held> => {
  const authorization = `Basic ${Buffer.from(`${person}@example.test:${person}-demo-password`).toString('base64')}`;
  const counts = new Map<string, number>();
  for (let offset = 0; ; offset += pageSize) {
    const body = envelope(
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="${pageSize}" Offset="${offset}" BasePoint="Beginning"/><m:ParentFolderIds><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderIds></m:FindItem>`,
    );
    const answer = await fetch(ewsUrl, {
      method: 'POST',
      body,
      headers: { authorization, 'content-type': 'text/xml' },
    });
    const items = rows(answered({ status: answer.status, headers: answer.headers, text: await answer.text() }).body);
    for (const item of items) {
      const subject = childText(item, 'Subject') ?? '';
      counts.set(subject, (counts.get(subject) ?? 0) + 1);
    }
    if (items.length < pageSize) return counts;
  }
};
