import { useMutation } from 'urql';
import { failureOf, failureOfProblem } from '../frame/failure.ts';
import { useNotices } from '../frame/notices.tsx';
import { RespondToEventDocument, type EventResponse, type ResponseStatus } from '../generated/graphql.ts';

const answers: readonly (readonly [EventResponse, ResponseStatus, string, string])[] = [
  ['ACCEPT', 'ACCEPTED', 'Accept', 'Accepted'],
  ['TENTATIVE', 'TENTATIVE', 'Maybe', 'Answered with maybe'],
  ['DECLINE', 'DECLINED', 'Decline', 'Declined'],
];

interface ResponseButtonsProps {
  /** The event, or the message that invites to it. */
  readonly id: string;
  readonly response: ResponseStatus;
}

/** Answers an invitation; the organiser is told. */
export const ResponseButtons = ({ id, response }: ResponseButtonsProps) => {
  const [{ fetching }, respond] = useMutation(RespondToEventDocument);
  const { say, fail } = useNotices();
  const answer = async (choice: EventResponse, told: string): Promise<void> => {
    const { data, error } = await respond({ input: { id, response: choice, sendResponse: true } });
    const [problem] = data?.respondToEvent.userErrors ?? [];
    const failure = error ? failureOf(error) : problem && failureOfProblem(problem);
    if (failure) fail(failure, () => void answer(choice, told));
    else say(`${told}. The organiser was told.`);
  };
  return (
    <div className="responses" role="group" aria-label="Your answer">
      {answers.map(([choice, status, label, told]) => (
        <button
          key={choice}
          type="button"
          aria-pressed={response === status}
          disabled={fetching}
          onClick={() => void answer(choice, told)}
        >
          {label}
        </button>
      ))}
    </div>
  );
};
