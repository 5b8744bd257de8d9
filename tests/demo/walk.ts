import type { Live } from "./live.ts";
import type { Cast } from "./people.ts";
import type { Report } from "./report.ts";
import type { Settings } from "./settings.ts";

/** One walk of a request through the loop, with everything a step needs. */
export interface Walk {
  settings: Settings;
  cast: Cast;
  live: Live;
  report: Report;
  /** Marks what this run made, so that it can be told from earlier runs. */
  tag: string;
  startedMs: number;
}
