/** Why one item was not read or not written. The next run tries it again. */
export class ItemFailure {
  /** For the operator's report; never a subject or a content. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What a server's refusal means in a report: what was attempted, and what came back. */
export const failureOf = ({
  message,
  responseCode,
}: Error & { readonly responseCode?: string | undefined }): ItemFailure =>
  new ItemFailure(
    responseCode === undefined || message.includes(responseCode) ? message : `${message} (${responseCode})`,
  );
