import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ItemFailure } from '../item-failure.ts';
import { itemHashes } from '../portable/item-hashes.ts';
import type { MarkedItem } from '../portable/portable-item.ts';
import type { Place, PresentItem, TargetMailbox } from '../target.ts';
import { attachmentWriter, type SaveBeside } from './attachments.ts';
import { createCompareFiles, type CompareFiles } from './compare-files.ts';
import { completeCollections, completeExport, pathWithin, type ExportInput } from './complete-export.ts';
import { privateFolder, syncFolder, writeFileWhole } from './durable-file.ts';
import { eachWritten, type Answer } from './each-written.ts';
import { areaOf, type ExportedCopy } from './export-storage.ts';
import { areas, folderKey, type Area, type RegisteredFolder } from './folder-register.ts';
import type { Maildir, NewMaildirMessage } from './maildir.ts';
import { removeManifest } from './manifest.ts';
import type { LoggedMessage } from './message-log.ts';
import { writtenPart } from './written-part.ts';

/** The folder of files of one mailbox, as a place that mailboxes are copied to. */
export const fileMailbox = (input: ExportInput): TargetMailbox => {
  const { address, folder, aside, register, storage, log } = input;
  let begun: Promise<void> | undefined;
  /** Folders that are ready for a format; several writers may ask for one at a time, and what one of them is drafting is not to be taken away. */
  const prepared = new Map<string, Promise<void>>();
  /** What was there when it was last listed, by mark. */
  let copies: ReadonlyMap<string, ExportedCopy> | undefined;
  let logged: Promise<ReadonlyMap<string, LoggedMessage>> | undefined;
  /** For as long as nothing is written. */
  let compare: Promise<CompareFiles> | undefined;

  async function* listed(): AsyncGenerator<readonly ExportedCopy[]> {
    const found = new Map<string, ExportedCopy>();
    for await (const page of storage.copies()) {
      for (const copy of page) found.set(copy.mark, copy);
      yield page;
    }
    copies = found;
  }
  const listAll = async (): Promise<ReadonlyMap<string, ExportedCopy>> => {
    for await (const page of listed()) void page;
    return copies ?? new Map<string, ExportedCopy>();
  };
  /** From now on the export is not what its manifest says. */
  const change = async (): Promise<void> => {
    compare = undefined;
    await (begun ??= begin());
  };
  const begin = async (): Promise<void> => {
    await removeManifest(folder);
    for (const { id, mail } of register.folders()) if (mail !== undefined) await prepare(id, 'mail');
  };
  const openCompare = async (): Promise<CompareFiles> => {
    await completeCollections(input);
    return createCompareFiles(input, await listAll());
  };

  const registeredAt = (id: string): RegisteredFolder => {
    const found = register.find(id);
    if (found === undefined) throw new Error('A place is of another export');
    return found;
  };
  /** Makes a folder ready for items of a kind, which need not be its own. */
  const prepare = (id: string, area: Area): Promise<void> => {
    const key = `${area} ${id}`;
    const preparing = prepared.get(key) ?? makePlace(id, area);
    prepared.set(key, preparing);
    return preparing;
  };
  const makePlace = async (id: string, area: Area): Promise<void> => {
    await register.place(id, area);
    if (area === 'mail') await storage.maildir(registeredAt(id))?.make();
  };
  const maildirAt = async ({ id }: Place): Promise<Maildir> => {
    await prepare(id, 'mail');
    const maildir = storage.maildir(registeredAt(id));
    if (maildir === undefined) throw new Error('A folder has no place for messages');
    return maildir;
  };

  const writeMessages = async (place: Place, messages: readonly NewMaildirMessage[]): Promise<readonly Answer[]> => {
    const maildir = await maildirAt(place);
    await log.add(messages.map((message) => logLine(message, pathWithin(folder, maildir.pathOf(message)))));
    const answers = await eachWritten(messages, async (message) => {
      await maildir.write(message);
      return { losses: [] };
    });
    await maildir.sync();
    return answers;
  };

  const saveBeside =
    (area: CollectedArea): SaveBeside =>
    async (name, { content, sha256 }) => {
      const path = join(folder, area, 'attachments', name);
      await mkdir(dirname(path), privateFolder);
      await writeFileWhole(path, content.stream(), { aside, expected: { bytes: content.size, sha256 } });
      await syncFolder(dirname(path));
      return `attachments/${name}`;
    };

  const writeParts = async (
    place: Place,
    area: CollectedArea,
    marked: readonly MarkedItem[],
  ): Promise<readonly Answer[]> => {
    await prepare(place.id, area);
    const parts = storage.parts(place.id, area);
    const answers = await eachWritten(marked, async ({ mark, identity, item }) => {
      if (item.kind === 'message') throw new TypeError('A message is no part of a calendar or an address book');
      const attachments = attachmentWriter(mark, saveBeside(area));
      const { text, zones, years, order, losses } = await writtenPart(item, { owner: address, mark, attachments });
      const { content } = itemHashes(item);
      await parts.write({ mark, identity, kind: item.kind }, { content, order, zones: [...zones], years }, text);
      return { losses };
    });
    if (answers.some((answer) => !(answer instanceof ItemFailure))) await parts.sync();
    return answers;
  };

  const placeOf = ({ id, kind }: RegisteredFolder): Place => ({ id, kind });

  return {
    name: folder,
    present: async function* () {
      for await (const page of listed()) yield page.map(presentItem);
    },
    find: (wanted) => {
      const registered = register.find(folderKey(wanted));
      return Promise.resolve(registered === undefined ? undefined : placeOf(registered));
    },
    make: async (wanted, parent) => {
      await change();
      const registered = await register.add(wanted, parent?.id);
      await prepare(registered.id, wanted.kind);
      return placeOf(registered);
    },
    // Every folder has a place in every format, once there is something for it.
    takes: () => true,
    write: async (place, items) => {
      await change();
      const answers = new Map<MarkedItem, Answer>();
      for (const area of areas) {
        const ofArea = items.filter(({ item }) => areaOf(item.kind) === area);
        if (ofArea.length === 0) continue;
        const written = await (area === 'mail'
          ? writeMessages(place, ofArea.flatMap(newMessage))
          : writeParts(place, area, ofArea));
        ofArea.forEach((item, index) => answers.set(item, written[index] ?? notWritten));
      }
      return items.map((item) => answers.get(item) ?? notWritten);
    },
    move: async ({ mark: known }, to, mark) => {
      await change();
      // What is moved was there before this run.
      const copy = (copies ?? (await listAll())).get(known);
      if (copy === undefined) return new ItemFailure('its file is no longer there');
      if (copy.kind === 'message') {
        const maildir = await maildirAt(to);
        logged ??= log.read();
        const line = (await logged).get(known);
        if (line !== undefined) await log.add([{ ...line, mark }]);
        await maildir.take(copy.message, mark);
        await maildir.sync();
      } else {
        await prepare(to.id, copy.area);
        const parts = storage.parts(to.id, copy.area);
        await parts.take(copy.part, mark);
        await parts.sync();
      }
      return { losses: [] };
    },
    compare: async (expected) => (await (compare ??= openCompare()))(expected),
    finish: async () => {
      compare = undefined;
      await completeExport(input);
      begun = undefined;
    },
  };
};

type CollectedArea = Exclude<Area, 'mail'>;

const notWritten = new ItemFailure('its file was not written');

const newMessage = ({ item, mark, identity }: MarkedItem): readonly NewMaildirMessage[] =>
  item.kind === 'message' ? [{ ...item, mark, identity }] : [];

const presentItem = ({ mark, identity, kind, folderId }: ExportedCopy): PresentItem => ({
  mark,
  identity,
  kind,
  id: mark,
  placeId: folderId,
  // Files are there whole or not at all.
  isFinished: true,
});

const logLine = (message: NewMaildirMessage, file: string): LoggedMessage => {
  const { mark, mime, sha256, itemClass, isRead, isDraft, receivedAt, sentAt, flag, categories, answered } = message;
  const state = { isRead, isDraft, receivedAt, sentAt, flag, categories: [...categories], answered };
  const { hiddenRecipients: hidden } = message;
  const line = { mark, file, bytes: mime.size, sha256, itemClass, ...state };
  return hidden.length === 0 ? line : { ...line, hiddenRecipients: [...hidden] };
};
