/** No Authorization header could be had, or the directory could not be asked. The message never holds a token or an ARN. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  /** When trying again makes sense, milliseconds; undefined: not before somebody changes the configuration. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { readonly retryAfterMs?: number | undefined } = {}) {
    super(message);
    this.retryAfterMs = options.retryAfterMs;
  }
}
