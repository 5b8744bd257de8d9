import { isSuspicious } from "#core/dataset/injection.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import { lowerIsBetter } from "#schema/metric.ts";
import type { InsightInput, InsightOf, InsightReport } from "../descriptor/insight.ts";
import { adviceOn } from "./insight-advice.ts";
import { brandOf, capital, cut, listed } from "./wording.ts";

type Figure = InsightInput["figures"][number];
type Advice = InsightReport["recommendations"][number];

/** A change that counts as one, in percent. */
const changeMin = 2;
const remarksMax = 5;
const partsMax = 3;

/** What the figures of a channel show, in plain sentences; every number stands in them. */
export function composeInsight(
  input: InsightInput,
  { contextFile }: Envelope,
  standing: InsightOf["standing"],
): Answer<InsightReport> {
  const moved = input.figures
    .filter(({ changePct }) => Math.abs(changePct ?? 0) >= changeMin)
    .toSorted((a, b) => Math.abs(b.changePct ?? 0) - Math.abs(a.changePct ?? 0));
  const better = moved.filter(isBetter).slice(0, remarksMax);
  const worse = moved.filter((figure) => !isBetter(figure)).slice(0, remarksMax);
  const parts = partsOf(input);
  const strengths = better.map((figure) => remark(figure, isUp(figure) ? "has grown" : "has come down"));
  const standingFigure = input.figures.find(({ current }) => current !== null);
  const data: InsightReport = {
    strengths: strengths.length > 0 ? strengths : [steady(standingFigure, input)],
    weaknesses: worse.map((figure) => remark(figure, isUp(figure) ? "has grown" : "has fallen")),
    opportunities: parts.map(({ kind, name, sentence }) => ({
      title: cut(`${capital(kind)} with room: ${name}`, 100),
      detail: cut(`${sentence} It is among the largest of this channel, so a small change there shows at once.`, 500),
    })),
    recommendations: recommendationsOf(worse, parts, standing),
    score: input.score,
    narrative: narrativeOf(input, brandOf(contextFile), better, worse, parts, standing),
  };
  return { data, citations: [], warnings: [] };
}

const isUp = ({ changePct }: Figure): boolean => (changePct ?? 0) > 0;
const isBetter = (figure: Figure): boolean => isUp(figure) !== lowerIsBetter.has(figure.name);
const spokenName = ({ name }: Pick<Figure, "name">): string => name.replaceAll("_", " ");

function amount({ unit }: Figure, value: number): string {
  if (unit === "percent") return `${value} percent`;
  return unit === "money" ? `${value} in the currency of the account` : String(value);
}

function sentenceOf(figure: Figure): string {
  const { current, previous, changePct } = figure;
  const now = `${capital(spokenName(figure))}: ${amount(figure, current ?? 0)}`;
  if (previous === null || changePct === null) return `${now}.`;
  const change =
    changePct === 0 ? "the same as" : `${Math.abs(changePct)} percent ${changePct > 0 ? "above" : "below"}`;
  return `${now}, ${change} the time before (${amount(figure, previous)}).`;
}

function remark(figure: Figure, verb: string) {
  return {
    title: cut(`${capital(spokenName(figure))} ${verb}`, 100),
    detail: cut(sentenceOf(figure), 500),
    metric: figure.name,
  };
}

function steady(figure: Figure | undefined, { channelName }: InsightInput) {
  return {
    title: "The numbers hold",
    detail: cut(
      figure
        ? `${channelName} holds its ground. ${sentenceOf(figure)}`
        : `${channelName} is read and holds its ground.`,
      500,
    ),
    ...(figure ? { metric: figure.name } : {}),
  };
}

interface Part {
  kind: string;
  name: string;
  sentence: string;
}

/** The largest parts; what reads like an order to a model is left out. */
function partsOf({ dimensions }: InsightInput): Part[] {
  const groups = Map.groupBy(dimensions, ({ name }) => name);
  return [...groups]
    .filter(([name]) => !isSuspicious(name))
    .slice(0, partsMax)
    .map(([key, rows]) => {
      const at = key.indexOf(":");
      const [kind, given] = at < 0 ? ["part", key] : [key.slice(0, at), key.slice(at + 1)];
      const name = cut((given ?? key).replaceAll("_", " "), 80);
      const counts = rows.slice(0, 4).map(({ metric, value }) => `${value} ${metric.replaceAll("_", " ")}`);
      return { kind, name, sentence: `The ${kind} "${name}" stands at ${listed(counts)}.` };
    });
}

function recommendationsOf(
  worse: readonly Figure[],
  parts: readonly Part[],
  standing: InsightOf["standing"],
): Advice[] {
  const mend = worse.slice(0, 4).map((figure): Advice => {
    const { title, detail, effort } = adviceOn(figure.name);
    const impact = Math.abs(figure.changePct ?? 0) >= 15 ? "high" : "medium";
    return { title, detail: cut(`${sentenceOf(figure)} ${detail}`, 500), impact, effort };
  });
  const build = parts.slice(0, 2).map(({ kind, name, sentence }): Advice => {
    const detail = cut(
      `${sentence} Look at it first: what works there can be carried over, what does not costs most there.`,
      500,
    );
    return { title: cut(`Look closely at the ${kind} ${name}`, 100), detail, impact: "medium", effort: "low" };
  });
  const all: Advice[] = [...mend, ...build, { ...standing, impact: "medium", effort: "low" }];
  return all.filter(({ title }, at) => all.findIndex((one) => one.title === title) === at).slice(0, 8);
}

function narrativeOf(
  { channelName, figures, metrics, previousInsight, score }: InsightInput,
  brand: string | null,
  better: readonly Figure[],
  worse: readonly Figure[],
  parts: readonly Part[],
  { detail }: InsightOf["standing"],
): string {
  const months = [...new Set(metrics.map(({ month }) => month))].toSorted();
  const first = months[0];
  const named = (list: readonly Figure[]) => listed(list.map(spokenName));
  const paragraphs = [
    `${channelName}${brand ? ` of ${brand}` : ""} was measured from ${first} to ${months.at(-1)}. Taken together its numbers come to a score of ${score}${previousInsight ? ` after ${previousInsight.score}` : ""}.`,
    better.length > 0 ? `What goes well: ${named(better)}.` : "None of its numbers has grown in a way that counts.",
    worse.length > 0 ? `What needs work: ${named(worse)}.` : "None of its numbers has fallen in a way that counts.",
    figures
      .filter(({ current }) => current !== null)
      .slice(0, 6)
      .map((figure) => `- ${sentenceOf(figure)}`)
      .join("\n"),
    parts.map(({ sentence }) => sentence).join(" "),
    `Next: ${detail} The numbers alone do not say why they moved; what was changed on the channel at the time does, so look at both side by side before deciding.`,
  ];
  return paragraphs
    .filter((text) => text !== "")
    .join("\n\n")
    .slice(0, 4_000);
}
