import type { AnsweredRequest } from '../endpoint/answered-request.ts';

/** A request as it is kept: its bodies, and those of its answer, as long as there is room. */
export type LoggedRequest = Omit<AnsweredRequest, 'requestBody' | 'answerBody'> & {
  readonly requestBody: string | undefined;
  readonly answerBody: string | undefined;
};

/** The last requests, for hours of traffic: 1,000 of them, and of the youngest ones 32 million characters of bodies. */
export interface RequestLog {
  readonly add: (answered: AnsweredRequest) => void;
  /** The oldest first. */
  readonly all: () => readonly LoggedRequest[];
  readonly clear: () => void;
}

/** No requests yet. */
export const createRequestLog = (): RequestLog => {
  let kept: LoggedRequest[] = [];
  return {
    add: (answered) => {
      kept.push(answered);
      if (kept.length > mostRequests) kept.shift();
      let left = mostCharacters;
      for (let at = kept.length - 1; at >= 0; at -= 1) {
        const one = kept[at];
        if (one?.requestBody === undefined) break;
        left -= lengthOf(one);
        if (left < 0) kept[at] = { ...one, requestBody: undefined, answerBody: undefined };
      }
    },
    all: () => kept,
    clear: () => void (kept = []),
  };
};

/** Takes away what is oldest in a list that grows for as long as the emulator runs. `lengthOf`: characters that an entry holds. */
export const keepRecent = <Entry>(list: Entry[], lengthOf: (entry: Entry) => number = () => 0): void => {
  let first = list.length;
  for (let left = mostCharacters; first > Math.max(0, list.length - mostRequests); first -= 1) {
    const entry = list[first - 1];
    left -= entry === undefined ? 0 : lengthOf(entry);
    if (left < 0) break;
  }
  if (first > 0) list.splice(0, first);
};

const mostRequests = 1_000;
const mostCharacters = 32_000_000;

const lengthOf = ({ requestBody = '', answerBody = '' }: LoggedRequest): number =>
  requestBody.length + answerBody.length;
