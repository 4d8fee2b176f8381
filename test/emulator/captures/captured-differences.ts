import { readXml } from '../../../src/emulator/xml/read-xml.ts';
import { answerDifferences, type Difference } from './answer-differences.ts';
import type { Replayed } from './capture-session.ts';
import { withinSchema } from './within-schema.ts';

/** A difference between a captured answer and the emulator's. */
export interface CapturedDifference extends Difference {
  /** Number of the capture: `014`. */
  readonly exchange: string;
}

/** All differences between the captured answers, as far as Exchange's schema confirms them, and those of an emulator. */
export const capturedDifferences = async (
  folder: string,
  replayed: readonly Replayed[],
): Promise<readonly CapturedDifference[]> => {
  const withXml = replayed.filter(({ capture, emulated }) => isXml(capture.response) && isXml(emulated.text));
  const confirmed = await withinSchema(
    folder,
    withXml.map(({ capture }) => capture.response),
  );
  const inXml = withXml.flatMap(({ capture, emulated }, index) => {
    const answer = confirmed[index];
    if (answer === undefined) return [];
    return answerDifferences(answer.envelope, readXml(emulated.text))
      .filter(({ path }) => !isOverruled(path, answer.overruled))
      .map((difference) => ({ exchange: capture.number, ...difference }));
  });
  return [...replayed.flatMap(httpDifferences), ...inXml];
};

const isXml = (text: string): boolean => text.startsWith('<');

const isOverruled = (path: string, overruled: ReadonlySet<string>): boolean =>
  [...overruled].some((wrong) => path === wrong || path.startsWith(`${wrong}/`) || path.startsWith(`${wrong}@`));

/** Status and the header fields that clients read. */
const httpDifferences = ({ capture, emulated }: Replayed): readonly CapturedDifference[] =>
  [
    { path: 'HTTP status', capture: String(capture.status), emulator: String(emulated.status) },
    ...['content-type', 'www-authenticate'].map((name) => ({
      path: `HTTP ${name}`,
      capture: capture.headers[name] ?? 'nothing',
      emulator: emulated.headers.get(name) ?? 'nothing',
    })),
  ]
    .filter((difference) => difference.capture !== difference.emulator)
    .map((difference) => ({ exchange: capture.number, ...difference }));
