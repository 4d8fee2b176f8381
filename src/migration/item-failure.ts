/** Why one item was not read or not written. The next run tries it again. */
export class ItemFailure {
  /** For the operator's report; never a subject or a content. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}
