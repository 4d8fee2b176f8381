import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { XMLParser } from 'fast-xml-parser';
import { findItem, type FindItemInput } from '../../src/ews/operations/find-item.ts';
import { messageProperties } from '../../src/ews/properties/message.ts';
import { responseIn, responseMessages } from '../../src/ews/soap.ts';
import { createXmlReader } from '../../src/ews/strict-xml.ts';
import { parseLongXml, parseXml, type XmlElement } from '../../src/ews/xml.ts';
import { cannedAnswer } from './canned/canned-mail.ts';
import { type Bench, median } from './figures.ts';
import { goalAtLeast, goalAtMost } from './goals.ts';
import { type Contender, interleaved, type Outcome, ratio } from './interleaved.ts';
import { listFindItem } from './list-request.ts';

/*
 * Goal 5: what it takes to make 50 messages with the fields of a list out of the bytes of an answer, against a program that takes fast-xml-parser and
 * picks the same fields from its objects. And the reader's part of goal 8: how long an answer of 16 MB holds up everybody else.
 */

const rounds = 25;
const messages = 50;
/** As long as an answer may be that is not a stream. */
const longBytes = 16 * 1024 * 1024;
const longRounds = 5;

export const decodeBench: Bench = async () => {
  const bytes = Buffer.from(answerOf(messages));
  const read = (): string => bytes.toString();
  const theirs = fieldsByFastXmlParser(read());
  if (theirs.length !== messages || itemsIn(parseXml(read())) !== messages) throw new Error('the answer was not read');
  const outcomes = await interleaved(
    [
      contender('fast-xml-parser with attributes', 5, () => fieldsByFastXmlParser(read())),
      contender('saxes, and rows', 30, () => itemsIn(strictly(read()))),
      contender('the gateway: plain reader, and rows', 60, () => itemsIn(parseXml(read()))),
      contender('the plain reader alone', 60, () => parseXml(read())),
    ],
    { rounds },
  );
  const [peer, saxes, gateway] = outcomes as [Outcome, Outcome, Outcome];
  const plainStop = await longestStop(answerOf(Math.ceil((messages * longBytes) / bytes.length)));
  const strictStop = await longestStop(
    `${answerOf(Math.ceil((messages * longBytes) / bytes.length))}<!-- not plain -->`,
  );
  return {
    title: `From the bytes of an answer (${messages} messages of a list, ${Math.round(bytes.length / 1024)} KB) to objects, median of ${rounds} rounds`,
    columns: ['CPU ms', 'times as fast'],
    rows: outcomes.map((outcome) => ({ name: outcome.name, values: [outcome.cpuMs, ratio(peer, outcome)] })),
    goals: [
      goalAtLeast(5, 'parse and decode FindItem-50: fast-xml-parser / saxes and rows', ratio(peer, saxes), 6),
      goalAtLeast(5, 'parse and decode FindItem-50: fast-xml-parser / the gateway', ratio(peer, gateway), 15),
      goalAtMost(8, 'longest stop of the event loop while a plain answer of 16 MB is read', plainStop, 50, 'ms'),
      goalAtMost(8, 'the same of an answer that saxes has to read', strictStop, 50, 'ms'),
    ],
  };
};

const answerOf = (count: number): string => {
  const answer = cannedAnswer(listFindItem('alice@example.test', count), 0);
  if (answer === undefined) throw new Error('the canned backend has no answer');
  return answer;
};

const contender = (name: string, timesInRound: number, work: () => unknown): Contender => ({
  name,
  timesInRound,
  warmUps: timesInRound * 10,
  run: async (times) => {
    const before = process.cpuUsage();
    for (let time = 0; time < times; time += 1) work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  },
});

const { subject, from, receivedAt, sentAt, isRead, hasAttachments, importance, size } = messageProperties;
const input: FindItemInput = {
  parents: [],
  wanted: [subject, from, receivedAt, sentAt, isRead, hasAttachments, importance, size],
  view: { type: 'indexed', offset: 0, limit: messages },
};

/** Decodes the answer as the gateway does, and tells how many items it had. */
const itemsIn = (envelope: XmlElement): number =>
  responseMessages(responseIn(envelope, findItem.name)).flatMap((message) => findItem.decode(message, input).items)
    .length;

const strictly = (text: string): XmlElement => {
  const reader = createXmlReader();
  reader.write(text);
  return reader.close();
};

const parser = new XMLParser({ ignoreAttributes: false, removeNSPrefix: true });

/** The part of an answer that is read here, as fast-xml-parser tells it. */
interface FoundMessage {
  readonly ItemId: { readonly '@_Id': string; readonly '@_ChangeKey': string };
  readonly Subject: string;
  readonly From: { readonly Mailbox: { readonly Name: string; readonly EmailAddress: string } };
  readonly DateTimeReceived: string;
  readonly DateTimeSent: string;
  readonly IsRead: boolean;
  readonly HasAttachments: boolean;
  readonly Importance: string;
  readonly Size: number;
}

const fieldsByFastXmlParser = (text: string): readonly unknown[] => {
  const document = parser.parse(text) as {
    readonly Envelope: { readonly Body: { readonly FindItemResponse: { readonly ResponseMessages: FoundPage } } };
  };
  const { RootFolder } = document.Envelope.Body.FindItemResponse.ResponseMessages.FindItemResponseMessage;
  return RootFolder.Items.Message.map((message) => ({
    id: message.ItemId['@_Id'],
    changeKey: message.ItemId['@_ChangeKey'],
    subject: message.Subject,
    from: { name: message.From.Mailbox.Name, address: message.From.Mailbox.EmailAddress },
    receivedAt: message.DateTimeReceived,
    sentAt: message.DateTimeSent,
    isRead: message.IsRead,
    hasAttachments: message.HasAttachments,
    importance: message.Importance,
    size: message.Size,
  }));
};

interface FoundPage {
  readonly FindItemResponseMessage: {
    readonly RootFolder: { readonly Items: { readonly Message: readonly FoundMessage[] } };
  };
}

/** Milliseconds for which nobody else had a turn while this was read, also to refuse it; the median of some times. */
const longestStop = async (text: string): Promise<number> => {
  const stops: number[] = [];
  for (let round = 0; round < longRounds; round += 1) {
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    // The first tick of the histogram's timer is the beginning.
    await sleep(10);
    delays.reset();
    await parseLongXml(text, new AbortController().signal).catch(() => undefined);
    await sleep(10);
    delays.disable();
    stops.push(delays.max / 1e6);
  }
  return median(stops);
};
