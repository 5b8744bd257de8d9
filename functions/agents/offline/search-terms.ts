import { fold, termsOf } from "#core/dataset/terms.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { TermsInput, TermVerdicts } from "../search-term-classifier.ts";
import { cut } from "./wording.ts";

type Term = TermsInput["terms"][number];
type Verdict = Omit<TermVerdicts["items"][number], "id">;

const elsewhere: readonly [RegExp, string][] = [
  [/\b(?:jobs?|careers?|salary|hiring|vacanc\w+|internship)\b/i, "looks for work"],
  [/\b(?:free|gratis|torrent|crack)\b/i, "wants it for nothing"],
  [/\b(?:wikipedia|meaning|definition|pdf|essay)\b/i, "wants to read up, not to buy"],
  [/\b(?:diy|homemade|make your own)\b/i, "wants to make it"],
];
const seenMin = 100;
const keptAwayFrom = 2_000;

/** Verdicts by figures and words: what converts is worth a keyword, what plainly wants something else is kept away. */
export function composeVerdicts(input: TermsInput, { contextFile }: Envelope): Answer<TermVerdicts> {
  const offered = new Set(termsOf(fold(`${contextFile} ${input.campaignName}`)).keys());
  const known = new Set([...input.existingKeywords, ...input.negatives].map(fold));
  const items = input.terms.map((term) => ({ id: term.id, ...verdictOf(term, offered, known) }));
  return { data: { items }, citations: [], warnings: [] };
}

function verdictOf(term: Term, offered: ReadonlySet<string>, known: ReadonlySet<string>): Verdict {
  const name = cut(term.term, 60);
  const is = (classification: Verdict["classification"], confidence: number, why: string): Verdict => ({
    ...{ classification, confidence, rationale: cut(`"${name}": ${why}.`, 200) },
    ...(classification === "add_as_keyword" ? { matchType: term.conversions >= 5 ? "exact" : "phrase" } : {}),
    ...(classification === "add_as_negative" ? { matchType: "phrase" } : {}),
  });
  if (known.has(fold(term.term))) return is("watch", 0.9, "it stands among keywords or negatives already");
  if (term.conversions > 0)
    return is("add_as_keyword", 0.85, `${term.conversions} of ${term.clicks} clicks led to a result`);
  const wish = elsewhere.find(([pattern]) => pattern.test(term.term))?.[1];
  if (wish && term.costMinor >= keptAwayFrom / 4) return is("add_as_negative", 0.8, `whoever types it ${wish}`);
  if (wish) return is("irrelevant", 0.7, `whoever types it ${wish}, and it costs next to nothing`);
  const ofOffer = [...termsOf(fold(term.term)).keys()].some((word) => offered.has(word));
  if (!ofOffer && term.costMinor >= keptAwayFrom && term.impressions >= seenMin)
    return is("add_as_negative", 0.6, "none of its words is of the offer, and it costs without a result");
  return is(
    "watch",
    0.4,
    term.impressions < seenMin ? "too few people have typed it so far" : "it has brought no result yet",
  );
}
