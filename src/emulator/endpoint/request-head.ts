/** What a request tells before it is all there. */
export interface RequestHead {
  /** Name of the request element without its prefix, as in SoapRequest. */
  readonly operation: string;
  /** The address impersonated, in lower case. */
  readonly mailbox: string | undefined;
}

/** Reads it from the beginning of an envelope; undefined as long as that does not name the request element. */
export const requestHead = (beginning: string): RequestHead | undefined => {
  const [body, operation] = /<(?:[\w.-]+:)?Body(?:\s[^>]*)?>\s*<(?:[\w.-]+:)?([\w.-]+)[\s/>]/.exec(beginning) ?? [];
  if (body === undefined || operation === undefined) return undefined;
  const header = beginning.slice(0, beginning.indexOf(body));
  const named = /<(?:[\w.-]+:)?(?:PrimarySmtpAddress|SmtpAddress|PrincipalName)>([^<]+)</.exec(header);
  return { operation, mailbox: named?.[1]?.trim().toLowerCase() };
};
