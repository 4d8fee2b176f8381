import { alice, organization } from '../emulator/writing-organization.ts';
import { folderTree, subjectsOf, type FolderTree } from '../emulator/mailbox-contents.ts';
import { envelope, type RunningEmulator } from '../emulator/running-emulator.ts';
import { journeyOfTest } from './journey-of-test.ts';
import { operationsOf, type Answer, type Journey, type JourneyOptions } from './start.ts';

/** What a folder mutation answers; its field is called `done`. */
export interface FolderAnswer {
  readonly done: {
    readonly folder: Readonly<Record<string, unknown>> | null;
    readonly deletedId?: string | null;
    readonly userErrors: readonly {
      readonly __typename: string;
      readonly code: string;
      readonly detail: string;
      readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
    }[];
  };
}

/** A journey in the organisation of writing-organization.ts, with what it takes to change folders and to look at them directly. */
export interface FolderJourney extends Journey {
  /** Runs a mutation, `deleteFolder(…)`, with a selection of its folder; `args` go into the text. */
  run(mutation: string, args: string, folder?: string): Promise<Answer<FolderAnswer>>;
  /** The id of alice's folder at a path. */
  idOf(path: string): Promise<string>;
  /** Alice's folders, as the server itself tells them to her own mail program. */
  atServer(): Promise<FolderTree>;
  /** Renames one of them as that program would. */
  renameAtServer(path: string, name: string): Promise<void>;
  /** The subjects of what lies in one of them, by `named` or `byId` of mailbox-contents.ts. */
  subjectsAtServer(folder: string): Promise<readonly string[]>;
}

const failure =
  '{ __typename code detail ... on ValidationError { fields { path message } } ... on ConflictError { currentChangeKey current { id } } }';

/** Starts it; it ends with the test. */
export const startFolderJourney = async (options: JourneyOptions = {}): Promise<FolderJourney> => {
  const journey = await journeyOfTest({ seed: organization(), ...options });
  const call: RunningEmulator['call'] = async (request) => {
    const credentials = Buffer.from(`${alice}:Alice Smith-secret`).toString('base64');
    const response = await fetch(journey.emulatorUrl, {
      method: 'POST',
      body: envelope(request),
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'text/xml' },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    ...journey,
    run: (mutation, args, folder = '{ name path kind totalCount unreadCount }') => {
      const shown = mutation === 'deleteFolder' ? 'deletedId' : `folder ${folder}`;
      return journey.query<FolderAnswer>(`mutation { done: ${mutation}(${args}) { ${shown} userErrors ${failure} } }`);
    },
    idOf: async (path) => {
      const { data } = await journey.query<{ mailbox: { folder: { id: string } } }>(
        `query ($path: String!) { mailbox(address: "${alice}") { folder(where: { path: $path }) { id } } }`,
        { path },
      );
      return data.mailbox.folder.id;
    },
    atServer: () => folderTree({ call }),
    renameAtServer: async (path, name) => {
      const { id } = await folderTree({ call });
      await call(
        `<m:UpdateFolder><m:FolderChanges><t:FolderChange><t:FolderId Id="${id(path)}"/><t:Updates><t:SetFolderField><t:FieldURI FieldURI="folder:DisplayName"/><t:Folder><t:DisplayName>${name}</t:DisplayName></t:Folder></t:SetFolderField></t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>`,
      );
    },
    subjectsAtServer: (folder) => subjectsOf({ call }, folder),
  };
};

/** The fields of `input` for a folder of alice's. */
export const input = (fields: string): string => `input: { mailbox: "${alice}", ${fields} }`;

/** Writes among what an answer cost. */
export const writesOf = (answer: Answer<unknown>): readonly string[] =>
  operationsOf(answer).filter((name) => !/^(?:Find|Get)/.test(name));

/** The one failure that a payload tells. */
export const failureOf = ({ data }: Answer<FolderAnswer>): FolderAnswer['done']['userErrors'][number] => {
  const [first, ...others] = data.done.userErrors;
  if (first === undefined || others.length > 0) throw new Error(`not one failure: ${JSON.stringify(data)}`);
  return first;
};
