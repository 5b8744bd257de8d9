import { termsOf } from "#core/dataset/terms.ts";
import type { Answer } from "#schema/agent.ts";
import { type ReportFigure, reportChapters } from "#schema/report.ts";
import type { CustomReport, CustomReportInput } from "../custom-report-writer.ts";
import { goalSentence, news, pen, sentenceOf } from "./figures.ts";
import { cut } from "./wording.ts";

const figuresShown = 20;

/** The figures that have words in common with the question, else all of them, and where the goals stand. */
export function composeCustomReport(input: CustomReportInput): Answer<CustomReport> {
  const { prompt, label, startDate, endDate, company, figures } = input;
  const ink = pen();
  const asked = new Set(termsOf(prompt).keys());
  const chapters = figures.chapters.filter(({ connected }) => connected);
  const named = chapters.flatMap(({ key, figures: own }) =>
    own.filter(({ name, source }) => touches(asked, `${name} ${source} ${titleOf(key)}`)),
  );
  const chosen = (named.length > 0 ? named : chapters.flatMap(({ figures: own }) => own)).slice(0, figuresShown);
  const missing = figures.chapters.filter(({ connected }) => !connected).map(({ key }) => titleOf(key));
  const goals = figures.goals.slice(0, 8);
  const markdown = [
    "## Answer",
    `The figures of ${company} from ${startDate} to ${endDate}, beside the same number of days before. ${
      named.length > 0
        ? "Below stand those that have to do with the question."
        : "None of them is named in the question, so below stand all that were counted."
    }`,
    leading(chosen)
      .map((figure) => sentenceOf(ink, figure))
      .join(" "),
    "## Figures",
    chosen.length > 0
      ? chosen.map((figure) => `- ${sentenceOf(ink, figure)}`).join("\n")
      : "Nothing was counted in this time.",
    "## Goals",
    goals.length > 0
      ? goals.map((goal) => `- ${goalSentence(ink, goal)}`).join("\n")
      : "No goal runs in this time. With a goal the figures could be held against what is wanted.",
    "## What these figures do not show",
    `${missing.length > 0 ? `Not connected: ${missing.join(", ")}. What happens there is not known.` : "Every kind of channel is connected."} Figures say what happened, seldom why: where one stands out, look at what was published and paid for in the days before it.`,
    "## Next steps",
    "- Agree on which of these figures matters most, and look at it in the next report as well.\n- Connect what is missing, so that the next answer can be fuller.",
  ]
    .filter((block) => block !== "")
    .join("\n\n");
  const title = cut(label, 118);
  return {
    data: { markdown, title: title.length < 5 ? `Report ${title}` : title, numbersUsed: ink.used },
    citations: [],
    warnings: named.length > 0 ? [] : ["The question names none of the figures; all of them are shown."],
  };
}

function leading(figures: readonly ReportFigure[]): ReportFigure[] {
  return [...news(figures, "better").slice(0, 1), ...news(figures, "worse").slice(0, 1)];
}

function touches(asked: ReadonlySet<string>, text: string): boolean {
  return [...termsOf(text).keys()].some((term) => asked.has(term));
}

function titleOf(key: string): string {
  return reportChapters.find((chapter) => chapter.key === key)?.title ?? key;
}
