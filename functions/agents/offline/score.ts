import { termsOf, wordsOf } from "#core/dataset/terms.ts";
import { urlsIn } from "#core/run/clean.ts";
import { occurrencesOf, plainOf, proseOf } from "#core/run/prose.ts";
import { count, shareOf } from "#core/score/heuristics.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { ScoreSignal } from "#schema/content-quality.ts";
import type { ScoreInput, ScoreReport } from "../content-optimizer.ts";
import { sectionsOf } from "./sections.ts";
import { toneOf } from "./wording.ts";

const answerWordsMax = 60;
const sharedTermsMin = 8;

/** Four scores by counting: what a context file asks for that can be counted, and what assistants look for. */
export function composeScore(input: ScoreInput, envelope: Envelope): Answer<ScoreReport> {
  const counted = count(input);
  const signals = [...counted.signals, ...voiceSignals(input, envelope), ...answerSignals(input.text)];
  const { seo, readability } = counted;
  return {
    data: {
      ...{ seo, readability, signals },
      brandVoice: shareOf(signals, "brand_voice"),
      aiSearch: shareOf(signals, "ai_search"),
    },
    citations: [],
    warnings: ["Scored without a model: nobody has read the text for its sense."],
  };
}

function voiceSignals({ text, title }: ScoreInput, { bannedWords, contextFile }: Envelope): ScoreSignal[] {
  const signal = of("brand_voice");
  const plain = `${title}\n${plainOf(text)}`;
  const banned = bannedWords.filter((word) => occurrencesOf(word, plain) > 0).length;
  const own = termsOf(contextFile);
  const shared = [...termsOf(plain).keys()].filter((term) => own.has(term)).length;
  const friendly = toneOf(contextFile) === "friendly";
  const speaks = /\b(?:you|your|we|our)\b/i.test(plain);
  const shouting = /!{2,}|\b[A-Z]{6,}\b/.test(plain);
  return [
    signal(
      "Words that the company avoids",
      "high",
      banned === 0,
      banned === 0 ? "None of them stands in the text." : "Some of them stand in the text; replace them.",
    ),
    signal(
      "The company's own subjects",
      "medium",
      own.size === 0 || shared >= sharedTermsMin,
      own.size === 0
        ? "There is no context file to compare with."
        : "Counts the words that text and context file have in common.",
    ),
    signal(
      "Speaks to its readers",
      "medium",
      !friendly || speaks,
      friendly ? "The context file asks for a friendly tone." : "The context file does not ask for it.",
    ),
    signal("Keeps its voice down", "low", !shouting, "No words in capitals, no rows of exclamation marks."),
  ];
}

function answerSignals(text: string): ScoreSignal[] {
  const signal = of("ai_search");
  const lines = proseOf(text);
  const asks = lines.some(({ kind, text: line }) => kind === "heading" && line.trim().endsWith("?"));
  const firsts = lines.flatMap((line, at) => {
    const next = lines[at + 1];
    return line.kind === "heading" && next?.kind === "paragraph" ? [wordsOf(next.text).length] : [];
  });
  const short = firsts.filter((words) => words <= answerWordsMax).length;
  const questions = sectionsOf(text).has("frequently asked questions") || /^#{2,3}\s.*(?:faq|questions)/im.test(text);
  return [
    signal("A heading that asks", "high", asks, "Assistants look for the question that a reader asks."),
    signal(
      "Short answers below the headings",
      "medium",
      firsts.length > 0 && short >= firsts.length / 2,
      "The first paragraph below a heading answers it in one or two sentences.",
    ),
    signal(
      "Steps and options in lists",
      "medium",
      lines.some(({ kind }) => kind === "item"),
      "Lists are taken over more easily than paragraphs.",
    ),
    signal("Questions with answers", "low", questions || asks, "A section of questions is found as such."),
    signal("Links to what it rests on", "low", urlsIn(text).length > 0, "Links tell where statements come from."),
  ];
}

function of(dimension: ScoreSignal["dimension"]) {
  return (name: string, weight: ScoreSignal["weight"], passed: boolean, detail: string): ScoreSignal => ({
    ...{ dimension, name, weight, passed, detail },
  });
}
