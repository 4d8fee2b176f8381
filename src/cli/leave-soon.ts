/** How long a command waits for connections that will not close, milliseconds. */
const partingMs = 2_000;

/** Ends the process with the exit code that it has, at the latest in two seconds: by then everything has been said. */
export const leaveSoon = (): void => void setTimeout(() => process.exit(), partingMs).unref();
