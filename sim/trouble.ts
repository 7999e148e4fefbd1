// What goes wrong in a world without being anybody's mistake: a road that fails, a phone that is full, a seat unknown.
export class Trouble extends Error {
  constructor(what: string) {
    // Thousands a second, and nobody asks where from.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(what);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The server does not know the device: its person must sign in (again), and everything on the phone stays. */
export class NotSignedIn extends Trouble {}
