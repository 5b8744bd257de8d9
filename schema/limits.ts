/** A bound on how often something may happen: so many times in a window, all of them at once if need be. */
export interface Limit {
  count: number;
  seconds: number;
  /** Without the store of the counts: `open` lets it happen, `closed` refuses it. */
  down: "open" | "closed";
}

const minute = 60;
const hour = 3_600;

/**
 * Limits of single things, beside those of a whole surface. The name says what is counted, and by what; a route or verb takes
 * from them by name. What guards a password, a code or somebody's inbox stays shut while nothing can be counted.
 */
export const limits = {
  "login.address": { count: 10, seconds: minute, down: "closed" },
  "login.email": { count: 5, seconds: minute, down: "closed" },
  "reset.email": { count: 3, seconds: hour, down: "closed" },
  "verification.user": { count: 3, seconds: hour, down: "closed" },
  "signup.address": { count: 10, seconds: hour, down: "closed" },
  "signup.email": { count: 5, seconds: 24 * hour, down: "closed" },
  "invitation.address": { count: 30, seconds: hour, down: "closed" },
  /** Mails with a code that one signed link may ask for. */
  "link_code.link": { count: 5, seconds: hour, down: "closed" },
  "link_try.link": { count: 10, seconds: 24 * hour, down: "closed" },
  /** Credentials that were refused, whatever they were: guessing is slow from one address. */
  "refused.address": { count: 60, seconds: minute, down: "open" },
  "dataset_query.tenant": { count: 60, seconds: hour, down: "open" },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
