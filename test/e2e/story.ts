// A story told in steps, each a test with its own title: where one breaks off, the later ones say so at once.
import { test } from 'vitest';

export interface Story {
  step(title: string, tell: () => void | Promise<void>): void;
}

/** @param broken called with the title of the step that failed, to keep what can be seen of it */
export function story(broken: (title: string) => Promise<void>): Story {
  let brokeAt: string | null = null;
  return {
    step(title, tell) {
      test(title, { timeout: 300_000 }, async () => {
        if (brokeAt !== null) throw new Error(`not reached: the story broke off at “${brokeAt}”`);
        try {
          await tell();
        } catch (error) {
          brokeAt = title;
          await broken(title);
          throw error;
        }
      });
    },
  };
}
