import DataLoader from 'dataloader';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { findItem, type FindItemInput, type FindItemPage } from '../ews/operations/find-item.ts';
import type { FolderTarget } from '../ews/properties/id.ts';
import { readInHalves } from './read-in-halves.ts';

/** What FindItem is asked about each folder. */
export type FolderQuestion = Omit<FindItemInput, 'parents'>;

/**
 * FindItem of one mailbox for one request: an answer or an error for each folder, in their order. What is asked in the same tick travels in one
 * call when it differs only in folders and rows, so a screen of ten folders with ten messages each is one round trip; a folder that is named twice is
 * asked about once.
 */
export type FindInFolders = (
  folders: readonly FolderTarget[],
  question: FolderQuestion,
) => Promise<readonly (FindItemPage | EwsError)[]>;

interface Asked {
  readonly folder: FolderTarget;
  readonly question: FolderQuestion;
  /** Equal for questions that can share a call. */
  readonly signature: string;
}

/** Far above the folders of a mailbox. */
const maxBatchSize = 1000;

const signatureOf = (question: FolderQuestion): string =>
  JSON.stringify({ ...question, wanted: undefined }, (name, value: unknown) =>
    // A row is known by its key; the functions beside it cannot be compared.
    name === 'property' ? (value as FolderQuestion['wanted'][number]).key : value,
  );

const folderKey = (folder: FolderTarget): string => JSON.stringify(folder);

/** Makes the finder of one mailbox and one request. */
export const createFindInFolders = (session: EwsSession): FindInFolders => {
  /** One call for questions with one signature: every folder once, with the rows that any of them wants. */
  const ask = async (asked: readonly Asked[]): Promise<ReadonlyMap<string, FindItemPage | Error>> => {
    const folders = new Map(asked.map(({ folder }) => [folderKey(folder), folder]));
    const [first] = asked;
    if (first === undefined) return new Map();
    const wanted = [...new Set(asked.flatMap(({ question }) => question.wanted))];
    try {
      const answers = await readInHalves([...folders.values()], (parents) =>
        session.callEach(findItem, { ...first.question, parents, wanted }),
      );
      return new Map(
        [...folders.keys()].map((key, index) => [
          key,
          answers[index] ?? new EwsError('decode', 'FindItem gave no answer for a folder'),
        ]),
      );
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return new Map([...folders.keys()].map((key) => [key, error]));
    }
  };

  const loader = new DataLoader<Asked, FindItemPage, Asked>(
    async (all) => {
      const groups = new Map<string, Asked[]>();
      for (const asked of all) groups.set(asked.signature, [...(groups.get(asked.signature) ?? []), asked]);
      const answers = new Map(
        await Promise.all([...groups].map(async ([signature, asked]) => [signature, await ask(asked)] as const)),
      );
      return all.map(
        ({ signature, folder }) =>
          answers.get(signature)?.get(folderKey(folder)) ??
          new EwsError('decode', 'FindItem gave no answer for a folder'),
      );
    },
    { cache: false, maxBatchSize },
  );

  return async (folders, question) => {
    const signature = signatureOf(question);
    const answers = await loader.loadMany(folders.map((folder) => ({ folder, question, signature })));
    return answers.map((answer) => {
      if (answer instanceof Error && !(answer instanceof EwsError)) throw answer;
      return answer;
    });
  };
};
