import type { Answer } from "#schema/agent.ts";
import { type MeasuredChapter, type ReportFigure, reportChapters } from "#schema/report.ts";
import type { MonthlyReport, ReportInput } from "../report-writer.ts";
import { goalSentence, news, type Pen, pen, sentenceOf } from "./figures.ts";
import { cut, listed } from "./wording.ts";

const figuresShown = 14;
const highlightMax = 195;
const unconnected: Record<MeasuredChapter, string> = {
  seo: "Search Console and Analytics are not connected, so there is nothing to say of searches and visits. Connect them to see what people look for when they find the site.",
  social:
    "Social accounts are not connected, so reach and reactions are not known. Connect those that are in use to see which posts people stop at.",
  gbp: "A Google Business Profile is not connected. With it this chapter shows how often the place is seen, called and asked for the way to.",
  paid: "Ad accounts are not connected. Cost and results of ads appear here once one is.",
  email: "E-mail is not connected, and no newsletter went out. Opens and clicks appear here once one has been sent.",
  leads:
    "Leads are not connected. Once forms and ads hand their enquiries over, this chapter shows how many came and what became of them.",
  deliverables: "Work is not connected.",
};

/** The report that the figures make by themselves: each chapter says what was counted, beside what was before. */
export function composeReport(input: ReportInput): Answer<MonthlyReport> {
  const { company, figures, monthName, planned } = input;
  const ink = pen();
  const all = figures.chapters.flatMap((chapter) => chapter.figures);
  const [better, worse] = [news(all, "better"), news(all, "worse")];
  const measured = figures.chapters.filter(({ connected }) => connected);
  const highlights = highlightsOf(ink, input, better);
  const recommendations = recommendationsOf(ink, input, worse);
  const bodies: Record<string, string> = {
    summary: [
      `This report says what ${monthName} has brought for ${company}, from what was counted between ${figures.from} and ${figures.to}, beside the same number of days before.`,
      `${better.length === 0 ? "Nothing became better by enough to be news." : `What became better most: ${sentenceOf(ink, better[0] as ReportFigure)}`} ${worse.length === 0 ? "Nothing became worse by enough to be news." : `What became worse most: ${sentenceOf(ink, worse[0] as ReportFigure)}`}`,
      measured.length <= 1
        ? "No channel is measured yet, so this report speaks of the work that was done. The more channels are connected, the more it can tell of what the work has led to."
        : "Numbers of one month go up and down by chance as well; what lasts shows over several months.",
    ].join("\n\n"),
    goals:
      figures.goals.length === 0
        ? "No goal runs in this month. A goal with a number and a day makes it possible to say whether the work leads where it should."
        : figures.goals.map((goal) => `- ${goalSentence(ink, goal)}`).join("\n"),
    wins:
      better.length === 0
        ? "No number stands out this month. The work that was done is listed under deliverables, and its effect shows with some delay."
        : better
            .slice(0, 4)
            .map((figure) => `- ${sentenceOf(ink, figure)}`)
            .join("\n"),
    recommendations: recommendations.map(({ title, detail }) => `- **${title}.** ${detail}`).join("\n"),
    next:
      planned.length === 0
        ? "Nothing is planned beyond this month yet. The next plan is made at the turn of the month, from the goals and from what this report shows."
        : `Planned already: ${listed(planned.map((title) => cut(title, 120)))}. Each piece is shown for approval before it leaves the house.`,
  };
  for (const { key, connected, figures: own, items } of figures.chapters)
    bodies[key] = connected ? chapterOf(ink, own, items) : unconnected[key];
  const markdown = reportChapters.map(({ key, title }) => `## ${title}\n\n${bodies[key] ?? ""}`).join("\n\n");
  return {
    data: { markdown, highlights, recommendations, numbersUsed: ink.used },
    citations: [],
    warnings: measured.length <= 1 ? ["No channel is measured: the report speaks of the work alone."] : [],
  };
}

function chapterOf(ink: Pen, figures: readonly ReportFigure[], items: readonly string[]): string {
  const lines = figures.slice(0, figuresShown).map((figure) => `- ${sentenceOf(ink, figure)}`);
  const named = items.length > 0 ? [`Published: ${listed(items.slice(0, 8).map((item) => cut(item, 120)))}.`] : [];
  return [lines.join("\n"), ...named].join("\n\n");
}

function highlightsOf(ink: Pen, { figures, company }: ReportInput, better: readonly ReportFigure[]): string[] {
  const work = figures.chapters.find(({ key }) => key === "deliverables")?.figures ?? [];
  const goal = figures.goals[0];
  const said = [
    ...better.slice(0, 3).map((figure) => sentenceOf(ink, figure)),
    ...(goal ? [goalSentence(ink, goal)] : []),
    ...work.slice(0, 2).map((figure) => sentenceOf(ink, figure)),
    `The work for ${company} went on as planned.`,
    "Everything that was published was approved before.",
    "The figures of this report are kept and can be looked up at any time.",
  ].filter((sentence) => sentence.length <= highlightMax);
  return [...new Set(said)].slice(0, 5);
}

function recommendationsOf(ink: Pen, { figures }: ReportInput, worse: readonly ReportFigure[]) {
  const missing = figures.chapters.filter(({ connected, key }) => !connected && key !== "leads");
  const late = figures.goals.filter(({ progressPct }) => progressPct !== null && progressPct < 50);
  const advice = [
    ...worse.slice(0, 2).map((figure) => ({
      title: cut(`Look into ${figure.name} of ${figure.source}`, 115),
      detail: `${sentenceOf(ink, figure)} Find out whether demand, ranking or budget changed before changing anything else.`,
    })),
    ...late.slice(0, 1).map((goal) => ({
      title: cut(`Work on the goal ${goal.title}`, 115),
      detail: cut(`${goalSentence(ink, goal)} Give it the next pieces of work, or agree on another target.`, 590),
    })),
    ...missing.slice(0, 2).map(({ key }) => ({
      title: `Connect ${chapterName(key)}`,
      detail: "What is not measured cannot be improved on purpose; connecting takes a few minutes.",
    })),
    {
      title: "Keep to the rhythm of publishing",
      detail: "Regular pieces on the questions that customers ask are what search and assistants pick up over time.",
    },
    {
      title: "Go through the approvals of the week together",
      detail: "Pieces that wait for a decision cannot do anything; a fixed hour a week keeps them moving.",
    },
    {
      title: "Agree on one number that matters most",
      detail: "With one number in view it is easier to decide what to leave out next month.",
    },
  ];
  return advice.slice(0, 5);
}

function chapterName(key: string): string {
  return reportChapters.find((chapter) => chapter.key === key)?.title ?? key;
}
