/** Where the Authorization header of EWS calls comes from. */
export interface TokenProvider {
  /** Value of the Authorization header. Throws CredentialsError when none can be had. */
  authorization(): Promise<string>;
  /**
   * The server answered 401 to this value; the next call must not return it, unless the provider has no other. A value that is no longer current
   * changes nothing.
   */
  reject(authorization: string): void;
}
