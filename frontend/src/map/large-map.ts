/** What the page asks of a map that came in part, and that one which came whole can do without. */

import type { Emphasis } from "./emphasis";

export interface LargeMap {
  /** Fetches what the tree shows and lacks; whether all of that is here then. */
  complete(): Promise<boolean>;
  /** What the tree shows besides what has been opened; null for all of the upper levels. */
  within(emphasis: Emphasis): ReadonlySet<string> | null;
  /** Hides what is below a concept. */
  close(slug: string): void;
  /** Hides what is below the top concepts, but for what is chosen. */
  closeAll(): void;
  /** The query of a state, with the place that says what is shown while nothing is chosen. */
  placed(query: string): string;
  /** Follows the place of an address in which nothing is chosen. */
  follow(query: string): void;
}
