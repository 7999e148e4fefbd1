// A trouble of the ground (disk, rights, database) told in one sentence that says what to do.

/** Thrown where the server cannot start or go on; `message` is for the person at the machine, without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}
