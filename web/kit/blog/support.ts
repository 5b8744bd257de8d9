import type { Claim } from "#schema/blog.ts";

export type Support = Claim["support"];

/** What each kind of support means, its sign in the text, and its rank: what needs a person comes first. */
export const supportLook: Record<Support, { sign: string; rank: number; explain: string }> = {
  unsupported: { sign: "!", rank: 0, explain: "No passage of the knowledge base says this." },
  weak: { sign: "~", rank: 1, explain: "A passage comes close, but does not say all of it." },
  waived: { sign: "–", rank: 2, explain: "A reviewer accepted this sentence without a source." },
  supported: { sign: "", rank: 3, explain: "The knowledge base says this:" },
};

/** How many claims have each kind of support. */
export function countSupport(claims: readonly Claim[]): Record<Support, number> {
  const count: Record<Support, number> = { unsupported: 0, weak: 0, waived: 0, supported: 0 };
  for (const claim of claims) count[claim.support] += 1;
  return count;
}

/** Where in the file the passage stands: "page 3 · Prices › Rental". */
export function passagePlace(source: { page: number | null; headingPath: string | null }): string {
  return [source.page === null ? null : `page ${source.page}`, source.headingPath]
    .filter((part) => part !== null && part !== "")
    .join(" · ");
}
