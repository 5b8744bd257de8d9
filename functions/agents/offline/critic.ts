import { isSuspicious } from "#core/dataset/injection.ts";
import { sentencesOf } from "#core/dataset/sentences.ts";
import { termsOf, wordsOf } from "#core/dataset/terms.ts";
import { densityOf, occurrencesOf, plainOf, proseOf, wordCountOf } from "#core/run/prose.ts";
import { unsupportedMax } from "#core/run/validators.ts";
import { platformBannedWords } from "#schema/tenant.ts";
import type { CriticInput } from "../content-critic.ts";
import type { CriticIssue, Critique } from "../descriptor/critique.ts";
import { coverageOf } from "./match.ts";
import { cut } from "./wording.ts";

interface Part {
  /** Points kept, of the part's weight. */
  points: number;
  issues: CriticIssue[];
}

/** Scores a draft by what can be counted: voice 25, accuracy 25, structure 15, search 15, relevance 15, length 5. */
export function composeCritique(input: CriticInput): Critique {
  const brand = brandPart(input);
  const parts = [
    brand,
    accuracyPart(input),
    structurePart(input),
    searchPart(input),
    relevancePart(input),
    lengthPart(input),
  ];
  const score = Math.round(parts.reduce((sum, part) => sum + Math.max(0, part.points), 0));
  const issues = parts.flatMap((part) => part.issues).slice(0, 20);
  const blocked = issues.some((issue) => issue.severity === "blocking");
  const claims = input.claims.supported + input.claims.weak + input.claims.unsupported;
  return {
    score,
    brandScore: Math.round((Math.max(0, brand.points) / 25) * 100),
    confidence: claims >= 5 && input.brief ? "high" : claims > 0 || input.brief ? "medium" : "low",
    issues,
    recommendation: score >= 70 && !blocked ? "approve" : score >= 50 || blocked ? "regenerate" : "flag_for_review",
  };
}

function issue(
  severity: CriticIssue["severity"],
  category: CriticIssue["category"],
  description: string,
  suggestion: string,
  quote?: string,
): CriticIssue {
  return {
    severity,
    category,
    description: cut(description, 400),
    suggestion: cut(suggestion, 400),
    ...(quote ? { quote: cut(quote, 200) } : {}),
  };
}

function brandPart(input: CriticInput): Part {
  const text = plainOf(input.content);
  const issues: CriticIssue[] = [];
  let points = 25;
  const banned = [...new Set([...input.bannedWords, ...platformBannedWords])].filter(
    (word) => occurrencesOf(word, `${input.title} ${text}`) > 0,
  );
  if (banned.length > 0) {
    points -= 8 * banned.length;
    issues.push(
      issue(
        "blocking",
        "brand_voice",
        `The text uses banned words: ${banned.join(", ")}.`,
        "Replace each of them with a plain description.",
      ),
    );
  }
  const lengths = sentencesOf(text).map((sentence) => wordsOf(sentence.text).length);
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  if (average > 24) {
    points -= average > 30 ? 8 : 4;
    issues.push(
      issue(
        "major",
        "brand_voice",
        `Sentences have ${Math.round(average)} words on average, which is hard to read.`,
        "Split long sentences; aim for about 16 words.",
      ),
    );
  }
  const loud = (text.match(/!/g)?.length ?? 0) > 3 || (text.match(/\b\p{Lu}{6,}\b/gu)?.length ?? 0) > 5;
  if (loud) {
    points -= 4;
    issues.push(
      issue(
        "minor",
        "brand_voice",
        "Exclamation marks or capitals make the text loud.",
        "Let the facts carry the weight.",
      ),
    );
  }
  return { points, issues };
}

function accuracyPart(input: CriticInput): Part {
  const { supported, weak, unsupported, unsupportedSentences } = input.claims;
  const issues: CriticIssue[] = [];
  const total = supported + weak + unsupported;
  let points = 25 - (total === 0 ? 3 : Math.min(20, ((unsupported * 1.5 + weak * 0.3) / total) * 25));
  if (unsupported > 0) {
    const severity = unsupported >= unsupportedMax ? "blocking" : "major";
    points -= severity === "blocking" ? 5 : 0;
    const [first] = unsupportedSentences;
    issues.push(
      issue(
        severity,
        "accuracy",
        `${unsupported} of ${total} factual sentences have no source.`,
        "Name a source, reword to what the documents say, or remove the sentence.",
        first,
      ),
    );
    for (const sentence of unsupportedSentences.slice(1, 4))
      issues.push(
        issue(
          "major",
          "accuracy",
          "This sentence has no source.",
          "Remove it or replace it with a sourced fact.",
          sentence,
        ),
      );
  }
  if (sentencesOf(plainOf(input.content)).some((sentence) => isSuspicious(sentence.text))) {
    points -= 15;
    issues.push(
      issue(
        "blocking",
        "accuracy",
        "The text repeats an instruction that is meant for a model.",
        "Remove the sentence; it came from a foreign document.",
      ),
    );
  }
  return { points, issues };
}

function structurePart(input: CriticInput): Part {
  const prose = proseOf(input.content);
  const headings = prose.filter((line) => line.kind === "heading");
  const issues: CriticIssue[] = [];
  let points = 15;
  if (headings.some((heading) => heading.level === 1)) {
    points -= 5;
    issues.push(
      issue(
        "major",
        "structure",
        "The body has a heading of the first level.",
        "Begin with a paragraph and use ## for sections.",
      ),
    );
  }
  const { sectionsMin } = input.limits;
  if (headings.filter((heading) => heading.level === 2).length < sectionsMin) {
    points -= 6;
    issues.push(
      issue(
        "major",
        "structure",
        `The text has fewer than ${sectionsMin} section(s).`,
        "Divide it into sections with ## headings.",
      ),
    );
  }
  const long = prose.find((line) => line.kind === "paragraph" && wordsOf(line.text).length > 150);
  if (long) {
    points -= 3;
    issues.push(
      issue(
        "minor",
        "structure",
        "A paragraph has more than 150 words.",
        "Split it where the thought changes.",
        long.text.slice(0, 120),
      ),
    );
  }
  const empty = prose.find(
    (line, index) =>
      line.kind === "heading" &&
      (prose[index + 1]?.kind ?? "heading") === "heading" &&
      (prose[index + 1]?.level ?? 0) <= line.level,
  );
  if (empty) {
    points -= 4;
    issues.push(
      issue("major", "structure", `The section "${empty.text}" has no text.`, "Write it or remove its heading."),
    );
  }
  return { points, issues };
}

function searchPart(input: CriticInput): Part {
  const keyword = input.brief?.targetKeyword;
  const issues: CriticIssue[] = [];
  let points = 15;
  const rule = (holds: boolean, cost: number, description: string, suggestion: string) => {
    if (holds) return;
    points -= cost;
    issues.push(issue(cost >= 3 ? "major" : "minor", "seo", description, suggestion));
  };
  const length = input.metaDescription?.length;
  rule(
    length === undefined || (length >= 140 && length <= 160),
    1,
    `The meta description has ${length} characters.`,
    "Bring it to 140 to 160 characters.",
  );
  if (!keyword) return { points, issues };
  const density = densityOf(keyword, input.content);
  const opening = plainOf(input.content).split(/\s+/).slice(0, 100).join(" ");
  const second = proseOf(input.content).filter((line) => line.kind === "heading" && line.level === 2);
  rule(
    occurrencesOf(keyword, input.title) > 0,
    4,
    `The title lacks the keyword "${keyword}".`,
    "Put the keyword into the title.",
  );
  rule(
    occurrencesOf(keyword, opening) > 0,
    3,
    `The first 100 words lack the keyword "${keyword}".`,
    "Name the subject in the first paragraph.",
  );
  rule(
    second.some((line) => occurrencesOf(keyword, line.text) > 0),
    3,
    `No section heading holds the keyword "${keyword}".`,
    "Use the keyword in one ## heading.",
  );
  rule(
    input.metaDescription === undefined || occurrencesOf(keyword, input.metaDescription) > 0,
    2,
    `The meta description lacks the keyword "${keyword}".`,
    "Name the subject in the meta description.",
  );
  rule(
    density >= 0.5 && density <= 2.5,
    2,
    `The keyword makes up ${density.toFixed(2)} percent of the text.`,
    "Keep it between 0.5 and 2.5 percent.",
  );
  return { points, issues };
}

function relevancePart(input: CriticInput): Part {
  if (!input.brief) return { points: 12, issues: [] };
  const terms = termsOf(`${input.title} ${plainOf(input.content)}`);
  const missing = input.brief.outline.filter((section) => coverageOf(section.heading, terms) < 0.6);
  const share = missing.length / input.brief.outline.length;
  const issues = missing
    .slice(0, 3)
    .map((section) =>
      issue(
        share > 0.4 ? "major" : "minor",
        "relevance",
        `The brief's section "${section.heading}" is hardly covered.`,
        `Write about ${section.heading}.`,
      ),
    );
  return { points: 15 - share * 15, issues };
}

function lengthPart(input: CriticInput): Part {
  const words = wordCountOf(input.content);
  const { targetWordCount: target, wordsMin, wordsMax } = input.limits;
  const min = Math.max(wordsMin, target ? target * 0.85 : 0);
  const max = Math.min(wordsMax, target ? target * 1.15 : wordsMax);
  if (words >= min && words <= max) return { points: 5, issues: [] };
  const far = words < min * 0.7 || words > max * 1.3;
  const text = issue(
    far ? "major" : "minor",
    "length",
    `The text has ${words} words; ${Math.ceil(min)} to ${Math.floor(max)} are wanted.`,
    words < min ? "Add substance where sections are thin." : "Cut what repeats itself.",
  );
  return { points: far ? 0 : 2, issues: [text] };
}
