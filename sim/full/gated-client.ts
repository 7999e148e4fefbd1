// A database client that stops before and after every statement where its task says so: a simulation lets others go on there, or ends it.
import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

/** What a task at the database belongs to. */
export interface Ticket {
  /** Called around each statement. Rejects where the task's server has died, or its disk is full. */
  gate(moment: 'before' | 'after', statement: string): Promise<void> | undefined;
  /** Runs the statement that takes a commune's lock: the task may have to wait there for another. */
  lock<T>(run: () => Promise<T>): Promise<T>;
  /** A transaction has ended. */
  ended(): void;
}

const tickets = new AsyncLocalStorage<Ticket>();

/** Statements of `work` go through the ticket's gates. */
export const gated = <T>(ticket: Ticket, work: () => Promise<T>): Promise<T> => tickets.run(ticket, work);

/** Statements of `work` stop nowhere, whoever calls it. */
export const ungated = <T>(work: () => Promise<T>): Promise<T> => tickets.exit(work);

const textOf = (query: unknown): string => (typeof query === 'string' ? query : ((query as { readonly text?: string } | null)?.text ?? ''));

/** For `pg.Pool`, as its `Client`. */
export class GatedClient extends pg.Client {
  // The library's own signatures are overloads of callbacks and promises; only promises are asked for here.
  override query(...args: unknown[]): never {
    const ticket = tickets.getStore();
    const run = (): Promise<unknown> => (super.query as (...all: unknown[]) => Promise<unknown>).apply(this, args);
    if (!ticket) return run() as never;
    return through(ticket, textOf(args[0]).trimStart().toLowerCase(), run) as never;
  }
}

async function through(ticket: Ticket, text: string, run: () => Promise<unknown>): Promise<unknown> {
  const word = /^[a-z]+/.exec(text)?.[0] ?? 'query';
  // The way out is never barred: a transaction that has failed must end.
  if (word === 'rollback') return await run().finally(() => ticket.ended());
  await ticket.gate('before', word);
  const result = text.includes('pg_advisory_xact_lock') ? await ticket.lock(run) : await run();
  if (word === 'commit') ticket.ended();
  await ticket.gate('after', word);
  return result;
}
