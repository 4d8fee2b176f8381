/** One request to a side route. */
export interface RouteRequest {
  readonly request: Request;
  readonly url: URL;
  /** The gateway's own id of the request. */
  readonly requestId: string;
  /** Fires when the client leaves. */
  readonly signal: AbortSignal;
}

/** What a route answers, as plain data; `routes.ts` makes the HTTP response of it. */
export interface RouteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes as they come are passed on without being held. Undefined: no body. */
  readonly body?: string | AsyncIterable<Uint8Array> | undefined;
}

/** A path that is served beside GraphQL. */
export interface Route {
  /** The whole path, or everything below it where it ends with a slash; `/` alone is the front page. */
  readonly path: string;
  readonly methods: readonly ('GET' | 'HEAD' | 'POST')[];
  /** May throw; what it does not turn into an answer itself is a 500 without details. */
  handle(request: RouteRequest): Promise<RouteAnswer>;
}
