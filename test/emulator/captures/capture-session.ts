import { createEmulator } from '../../../src/emulator/emulator.ts';
import { readXml } from '../../../src/emulator/xml/read-xml.ts';
import type { XmlNode } from '../../../src/emulator/xml/xml.ts';
import { envelope, type TextAnswer } from '../running-emulator.ts';
import { captureOrganization, capturePassword } from './capture-organization.ts';
import { type Capture, capturesIn } from './capture.ts';
import { childrenAtSamePlace } from './same-place.ts';
import { type UnrecordedStep, unrecordedSteps } from './unrecorded-steps.ts';

/** A captured exchange and what the emulator answers to the same request at the same place of the session. */
export interface Replayed {
  readonly capture: Capture;
  readonly emulated: TextAnswer;
}

/**
 * Sends the captured session to an emulator. What belonged to the recording server is exchanged: credentials, the version that only newer servers
 * know, and ids, which are those that the emulator gave at the same place of an earlier answer. Throws when a request names an id that no earlier
 * answer told.
 */
export const replayCaptures = async (folder: string): Promise<readonly Replayed[]> => {
  let at = Date.parse('2026-11-20T23:43:09Z');
  const emulator = createEmulator({
    seed: captureOrganization(),
    now: () => (at += 10),
    serviceAccount: { username: 'captures', password: capturePassword('captures') },
  });
  try {
    const { ewsUrl } = await emulator.listen();
    return await replayAt(folder, async (body, headers) => {
      const answer = await fetch(ewsUrl, { method: 'POST', headers, body });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    });
  } finally {
    await emulator.close();
  }
};

type Post = (body: string, headers: Readonly<Record<string, string>>) => Promise<TextAnswer>;

const replayAt = async (folder: string, post: Post): Promise<readonly Replayed[]> => {
  const known = new Map<string, string>();
  const replayed: Replayed[] = [];
  for (const capture of capturesIn(folder)) {
    const emulated = await post(inEmulatorsWords(capture.request, known), headersOf(capture));
    replayed.push({ capture, emulated });
    if (capture.response.startsWith('<')) learn(known, readXml(capture.response), readXml(emulated.text));
    for (const step of unrecordedSteps.filter(({ after }) => after === capture.number)) {
      await takeStep(step, known, post);
    }
  }
  return replayed;
};

const takeStep = async (
  { request, ids = [] }: UnrecordedStep,
  known: Map<string, string>,
  post: Post,
): Promise<void> => {
  const headers = { ...xmlBody, authorization: basic('alice@example.test') };
  const { text } = await post(inEmulatorsWords(envelope(request), known), headers);
  if (!text.includes('ResponseClass="Success"')) throw new Error(`${request} was answered with ${text}`);
  const given = [...text.matchAll(/<t:ItemId Id="([^"]+)" ChangeKey="([^"]+)"/g)];
  for (const [index, { id, changeKey }] of ids.entries()) {
    const [, ownId, ownChangeKey] = given[index] ?? [];
    if (ownId === undefined || ownChangeKey === undefined) throw new Error(`no id for ${id} in ${text}`);
    known.set(id, ownId).set(changeKey, ownChangeKey);
  }
};

const xmlBody = { 'content-type': 'text/xml; charset=utf-8' };
const basic = (username: string): string =>
  `Basic ${Buffer.from(`${username}:${capturePassword(username)}`).toString('base64')}`;

const headersOf = ({ number, name, request }: Capture): Readonly<Record<string, string>> => {
  if (number === '080') return xmlBody;
  if (number === '082') return { ...xmlBody, authorization: 'Bearer token-of-nobody' };
  if (number === '086') {
    return { 'content-type': 'application/soap+xml; charset=utf-8', authorization: basic('alice@example.test') };
  }
  const isOthers = request.includes('ExchangeImpersonation') && number !== '089';
  const isBobs = request.includes(bobsStore) || name.includes('-bob-');
  const own = isBobs ? 'bob@example.test' : 'alice@example.test';
  return { ...xmlBody, authorization: basic(isOthers ? 'captures' : own) };
};

/** What every id of bob's items begins with. */
const bobsStore = 'AAAAAOmJg96J5YVIgjnXX9GVGN8';

/** Ids that were made up: no server ever told them. */
const madeUp: ReadonlySet<string> = new Set(['AAMkAGUnknown', 'AAMkAGE0unknown==']);

/** That server tells no watermarks and is asked with an empty one; the emulator is asked with the one it told. */
const watermark = 'the watermark';

const inEmulatorsWords = (request: string, known: ReadonlyMap<string, string>): string => {
  const told = (captured: string): string => {
    const value = madeUp.has(captured) ? captured : known.get(captured);
    if (value === undefined) throw new Error(`no answer before told ${captured}`);
    return value;
  };
  return request
    .replaceAll('Version="Exchange2013_SP1"', 'Version="Exchange2010_SP2"')
    .replaceAll(
      /(?<=<(?:t:(?:Item|ReferenceItem|Folder|Attachment|Alternate)Id|m:ParentItemId)\b[^>]* (?:Id|ChangeKey)=")[^"]+/g,
      told,
    )
    .replaceAll(/(?<=<m:SubscriptionId>)[^<]+/g, told)
    .replaceAll(/(?<=<m:Watermark>)(?=<)/g, () => told(watermark));
};

const learn = (known: Map<string, string>, captured: XmlNode, emulated: XmlNode): void => {
  for (const name of ['Id', 'ChangeKey']) learnValue(known, captured.attributes[name], emulated.attributes[name]);
  if (captured.name === 'm:SubscriptionId') learnValue(known, captured.text, emulated.text);
  for (const pair of childrenAtSamePlace(captured, emulated)) {
    if (pair.captured !== undefined && pair.emulated !== undefined) learn(known, pair.captured, pair.emulated);
    else if (pair.emulated?.name === 'm:Watermark') known.set(watermark, pair.emulated.text);
  }
};

/** The first answer that tells an id is the one in which its place is sure. */
const learnValue = (known: Map<string, string>, captured: string | undefined, emulated: string | undefined): void => {
  if (captured !== undefined && emulated !== undefined && !known.has(captured)) known.set(captured, emulated);
};
