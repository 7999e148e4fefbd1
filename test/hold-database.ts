// Opens the data folder of its argument, writes a mark, says `open` or why not, and stays until told to stop.
import { openDb } from '../src/server/db/open.ts';

try {
  const db = await openDb({ dataDir: process.argv[2]! });
  await db.inHouse((tx) => tx.insertInto('house').values({ key: 'mark', value: 'written by the other process' })
    .onConflict((conflict) => conflict.doNothing()).execute());
  process.once('SIGTERM', () => void db.close().then(() => process.exit(0)));
  console.log('open');
} catch (error) {
  console.log(`refused: ${(error as Error).message}`);
}
