import { externalConversations, internalConversations, type ConversationTemplate } from './conversation-templates.ts';
import type { Importance } from './item-properties.ts';
import type { Mail } from './mail.ts';
import { minutesAfter, type Instant, type Moments } from './moments.ts';
import { notices, type NoticeTemplate } from './notice-templates.ts';
import { colleagues, partners, type Member, type Person } from './people.ts';
import { plainText, simpleHtml } from './prose.ts';
import type { Random } from '../random.ts';
import { threadMails } from './thread.ts';

/** The everyday mail of one person. */
export interface Correspondence {
  /** Exactly as many mails as were asked for, none newer than the newest mail of the demo. */
  readonly received: readonly Mail[];
  /** The owner's own part in the conversations. */
  readonly sent: readonly Mail[];
}

/**
 * Everyday mail of `owner`: two thirds conversations, one third notices; the nearer to today, the denser. The names
 * of the mails, from which their Message-IDs are made, begin with `series`.
 */
export const everydayMail = (
  owner: Member,
  count: number,
  moments: Moments,
  random: Random,
  series: string,
): Correspondence => {
  const received: Mail[] = [];
  const sent: Mail[] = [];
  const decks: Decks = {
    internal: random.deck(internalConversations),
    external: random.deck(externalConversations),
    notice: random.deck(notices),
    project: random.deck(projects),
    client: random.deck(clients),
  };
  const expectedSteps = count / mailsPerStep;
  for (let step = 0; received.length < count; step += 1) {
    const at = workingMoment(((step + random.integer(0, 99) / 100) / expectedSteps) % 1, moments, random);
    if (random.chance(36)) {
      const mails = conversation(owner, `${series}/conversation/${step}`, at, moments, decks, random);
      sent.push(...mails.filter(({ from }) => from === owner));
      received.push(...mails.filter(({ from }) => from !== owner).slice(0, count - received.length));
    } else {
      received.push(notice(owner, `${series}/notice/${step}`, at, decks, random));
    }
  }
  return { received, sent };
};

/** What was told last is not told again soon. */
interface Decks {
  readonly internal: () => ConversationTemplate;
  readonly external: () => ConversationTemplate;
  readonly notice: () => NoticeTemplate;
  readonly project: () => string;
  readonly client: () => string;
}

/** Mails received per turn of the loop, measured over the templates; decides only how evenly the fourteen months are filled. */
const mailsPerStep = 1.63;

/** About fourteen months. */
const oldestMailDays = 425;

const projects = ['Heron', 'Kestrel', 'Lantern', 'Willow', 'Tidepool', 'Marigold', 'Windlass', 'Paper Crane'];
const clients = ['Acme', 'Borealis', 'Cinder Works', 'Nile Optics', 'Hoshi', 'Carmel', 'Sahyadri'];
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const rooms = ['Lighthouse', 'Harbour'];
const clientPeople: readonly Person[] = [
  partners.acmeBuyer,
  partners.acmeEngineer,
  partners.borealisLead,
  partners.cinderManager,
  partners.tokyoPartner,
  partners.punePartner,
];

/** `age` 0 is the day before the newest mail, 1 the oldest. Weekends are free. */
const workingMoment = (age: number, moments: Moments, random: Random): Instant => {
  const day = -1 - Math.floor(oldestMailDays * age ** 1.8 * 0.99);
  const weekday = new Date(moments.at(day, '12:00')).getUTCDay();
  const workday = weekday === 0 || weekday === 6 ? day - 2 : day;
  const minutes = random.integer(6 * 60, 17 * 60) + random.integer(0, 59_999) / 60_000;
  return minutesAfter(moments.at(workday, '00:00'), minutes);
};

/** An answer comes within the working hours: what would be written at night is written the next morning. */
const answerAt = (asked: Instant, random: Random): Instant => {
  const answered = minutesAfter(asked, random.integer(4, 900));
  const hour = Number(answered.slice(11, 13));
  return hour >= 6 && hour < 18 ? answered : minutesAfter(answered, 13 * 60);
};

const conversation = (
  owner: Member,
  name: string,
  startedAt: Instant,
  moments: Moments,
  decks: Decks,
  random: Random,
): readonly Mail[] => {
  const isInternal = random.chance(60);
  const template = isInternal ? decks.internal() : decks.external();
  const others = colleagues.filter((colleague) => colleague !== owner);
  const opener = isInternal ? random.pick(others) : random.pick(clientPeople);
  const third = random.pick(others.filter((colleague) => colleague !== opener));
  const people = { opener, owner, third };
  const fill = gaps(decks, random);
  const category = random.chance(15) ? [isInternal ? 'Projects' : 'Clients'] : undefined;
  let at = startedAt;
  const turns = template.turns.map(([role, text], index) => {
    const from = people[role];
    const to = role === 'opener' ? owner : opener;
    if (index > 0) at = answerAt(at, random);
    return {
      from,
      to: [to],
      cc: [opener, owner, third].filter((person) => person !== from && person !== to),
      paragraphs: paragraphs(fill(text, from, to)),
      at,
      details: { categories: category, importance: someImportance(random) },
    };
  });
  return threadMails({
    name,
    topic: fill(template.topic, opener, owner),
    format: random.chance(55) ? 'HTML' : 'Text',
    turns: turns.filter((turn) => turn.at <= moments.newestMail),
  });
};

const notice = (owner: Member, name: string, receivedAt: Instant, decks: Decks, random: Random): Mail => {
  const template = decks.notice();
  const from = random.pick(template.from.filter((person) => person !== owner));
  const fill = gaps(decks, random);
  const text = paragraphs(fill(template.text, from, owner));
  return {
    name,
    from,
    to: [owner],
    subject: fill(template.subject, from, owner),
    body: random.chance(50) ? simpleHtml(text) : plainText(text),
    receivedAt,
    categories: template.categories,
    headers: template.headers,
    importance: someImportance(random),
  };
};

const someImportance = (random: Random): Importance => {
  if (random.chance(4)) return 'High';
  return random.chance(2) ? 'Low' : 'Normal';
};

type Fill = (text: string, writer: Person, reader: Person) => string;

/** One set of values for the gaps of a template, the same in all its mails. */
const gaps = (decks: Decks, random: Random): Fill => {
  const values: Readonly<Record<string, string>> = {
    project: decks.project(),
    client: decks.client(),
    day: random.pick(days),
    month: random.pick(months),
    room: random.pick(rooms),
    number: String(random.integer(3, 48)),
    amount: `${random.integer(1, 38)},${random.integer(100, 999)}.00`,
  };
  return (text, writer, reader) =>
    text.replaceAll(/\{(\w+)\}/g, (gap, name: string) => {
      if (name === 'me') return firstName(writer);
      if (name === 'you') return firstName(reader);
      return values[name] ?? gap;
    });
};

const firstName = (person: Person): string => person.name.split(' ')[0] ?? person.name;

const paragraphs = (text: string): readonly string[] => text.split('\n\n');
