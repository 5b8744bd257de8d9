import { plainOf, wordCountOf } from "#core/run/prose.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { StrategyDraft, StrategyInput } from "../strategy-writer.ts";
import { factsOf } from "./facts.ts";
import { itemsOf, sectionsOf } from "./sections.ts";
import { cut, listed } from "./wording.ts";

type Goal = StrategyDraft["smartGoals"][number];

/** A strategy from the context file: its offers become pillars, its channels get their part, goals start from the baseline. */
export function composeStrategy(input: StrategyInput, envelope: Envelope): Answer<StrategyDraft> {
  const context = sectionsOf(input.approvedContextFile);
  const offers = itemsOf(context.get("products and services") ?? "").map((item) =>
    plainOf(item.split("**: ")[0] ?? item),
  );
  const messages = itemsOf(context.get("key messages") ?? "").map(plainOf);
  const audience = plainOf(context.get("audience") ?? "").trim();
  const pillars = pillarsOf(offers);
  const recommendedChannels = channelsOf(input);
  const smartGoals = goalsOf(input);
  const risks = risksOf(input);
  const executiveSummary = cut(
    `For six months ${input.tenantName} puts its effort into ${listed(pillars.map(({ name }) => name))}. The work is published on ${listed(recommendedChannels.map(({ channel }) => channel))} and measured against ${smartGoals.length} goals. Every text rests on the company's own material, and each month's results decide what the next month holds.`,
    1_900,
  );
  const facts = factsOf(envelope);
  const sourced = facts.passages
    .slice(0, 6)
    .flatMap(({ sentences, chunkId }) => sentences.slice(0, 1).map((claim) => ({ claim: cut(claim, 300), chunkId })));
  const strategyMarkdown = markdownOf({
    input,
    context,
    pillars,
    recommendedChannels,
    smartGoals,
    risks,
    messages,
    audience,
    said: sourced.map(({ claim }) => claim),
  });
  const changed = input.existingStrategy
    ? {
        changesSummary: cut(
          `Written anew from the present context file.${asked(input, envelope)} Goals start from the numbers known today.`,
          1_900,
        ),
      }
    : {};
  const data = {
    strategyMarkdown,
    executiveSummary,
    smartGoals,
    recommendedChannels,
    pillars,
    risks,
    wordCount: wordCountOf(strategyMarkdown),
    ...changed,
  };
  return {
    data,
    citations: sourced,
    warnings: input.baseline ? [] : ["No baseline is known; targets count from zero."],
  };
}

function asked(input: StrategyInput, envelope: Envelope): string {
  const note = input.revisionNotes ?? envelope.reviewerNotes;
  return note ? ` Asked for: ${cut(note.replaceAll(/\s+/g, " "), 400)}.` : "";
}

function pillarsOf(offers: readonly string[]): StrategyDraft["pillars"] {
  const named = [...new Set(offers.map((name) => cut(name.trim(), 80)).filter((name) => name.length >= 3))].slice(0, 3);
  const names = [...new Set([...named, "Questions of customers", "How we work", "News and dates"])].slice(
    0,
    Math.max(3, named.length + 1),
  );
  const share = Math.floor(100 / names.length);
  return names.map((name, index) => ({ name, sharePct: index === 0 ? 100 - share * (names.length - 1) : share }));
}

const roles: Record<string, string> = {
  website: "Home of all texts: what people search for is answered here",
  wordpress: "Home of all texts: what people search for is answered here",
  google_business_profile: "Found nearby: short posts and answers to reviews",
  facebook: "Staying in touch with customers",
  instagram: "Showing the work",
  linkedin: "Speaking to people at work",
  newsletter: "Bringing readers back",
};

function channelsOf(input: StrategyInput): StrategyDraft["recommendedChannels"] {
  const sorted = input.currentChannels.toSorted((a, b) => Number(b.connected) - Number(a.connected));
  const chosen = [...new Map(sorted.map((channel) => [channel.type, channel])).values()].slice(0, 5);
  if (chosen.length === 0) return [{ channel: "website", role: roles["website"] ?? "", priority: 1 }];
  return chosen.map(({ type, connected }, index) => ({
    channel: type,
    role: `${roles[type] ?? "Reaching the people who are already there"}${connected ? "" : "; to be connected first"}`,
    priority: connected ? 1 : index < 2 ? 2 : 3,
  }));
}

function goalsOf(input: StrategyInput): Goal[] {
  const known = (group: string, name: string): number | undefined => {
    const value = input.baseline?.[group]?.[name];
    return typeof value === "number" && value >= 0 ? value : undefined;
  };
  const raised = (value: number | undefined, share: number, otherwise: number) =>
    value === undefined || value === 0 ? otherwise : Math.round(value * (1 + share));
  const make = (goal: string, metric: string, unit: string, baseline: number | undefined, target: number): Goal => ({
    goal,
    metric,
    unit,
    ...(baseline === undefined ? {} : { baseline }),
    target,
    months: 6,
    rationale:
      baseline === undefined
        ? "No number is known today; the first month measures it, and the target is then looked at again."
        : `Today it is ${baseline}; steady publishing on the pillars should carry it to the target in six months.`,
  });
  const sessions = known("traffic", "organicSessions");
  const leads = known("traffic", "leads");
  const list = known("email", "listSize");
  return [
    make("More visits from search", "organic_sessions", "sessions", sessions, raised(sessions, 0.3, 500)),
    make("More enquiries", "leads", "leads", leads, raised(leads, 0.25, 20)),
    make("A steady stream of published texts", "published_posts", "posts", 0, 12),
    ...(list === undefined
      ? []
      : [make("More readers of the newsletter", "newsletter_subscribers", "people", list, raised(list, 0.2, 200))]),
  ];
}

function risksOf(input: StrategyInput): string[] {
  return [
    ...(input.baseline
      ? []
      : ["Without a baseline nobody can tell what the work changed: numbers are needed in the first month."]),
    ...(input.currentChannels.some(({ connected }) => connected)
      ? []
      : ["No channel is connected: texts are written and wait."]),
    "Approvals that take longer than planned move the dates of everything behind them.",
    "Texts are only as good as the documents they rest on: gaps in the material become gaps in the texts.",
  ];
}

interface Parts extends Pick<StrategyDraft, "pillars" | "recommendedChannels" | "smartGoals" | "risks"> {
  input: StrategyInput;
  context: ReadonlyMap<string, string>;
  messages: readonly string[];
  audience: string;
  said: readonly string[];
}

function markdownOf({
  input,
  context,
  pillars,
  recommendedChannels,
  smartGoals,
  risks,
  messages,
  audience,
  said,
}: Parts): string {
  const bullets = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");
  const months = pillars.map(({ name }) => name);
  const month = (at: number) => months[at % months.length] ?? "";
  return cut(
    [
      `# Strategy for ${input.tenantName}`,
      "## Where we stand",
      plainOf(context.get("company") ?? "").trim() || `${input.tenantName} begins its work with us.`,
      ...(said.length > 0 ? ["From the company's own documents:", bullets(said)] : []),
      "## Goals",
      "Each goal has a number and a date. Results are looked at once a month, and a goal that turns out to be out of reach or too easy is changed openly.",
      bullets(
        smartGoals.map(
          ({ goal, metric, unit, baseline, target, months: span, rationale }) =>
            `**${goal}**: ${metric} from ${baseline ?? "an unknown number"} to ${target} ${unit} within ${span} months. ${rationale}`,
        ),
      ),
      "## Audience and message",
      audience || "The audience has to be described in the context file.",
      ...(messages.length > 0 ? ["What we say again and again:", bullets(messages.slice(0, 6))] : []),
      "## Content pillars",
      "Everything that is published belongs to one of these subjects. The shares say how much of the month each gets; they are looked at when a quarter is over.",
      bullets(
        pillars.map(
          ({ name, sharePct }) =>
            `**${name}** (${sharePct} percent): questions that customers ask before they decide, answered from the company's own material, with one clear next step at the end.`,
        ),
      ),
      "## Channels",
      bullets(
        recommendedChannels.map(({ channel, role, priority }) => `**${channel}** (priority ${priority}): ${role}.`),
      ),
      "## Six months",
      bullets([
        `Month 1: measure what is known, connect the channels, publish the first texts on ${month(0)}.`,
        `Month 2: keep the rhythm; the main subject is ${month(1)}. Texts that are already there get better titles and links.`,
        `Month 3: the main subject is ${month(2)}. Look at searches and questions that came in, and answer them.`,
        `Month 4: go deeper into ${month(0)}: compare, explain, show how it is done. Texts of the first months are refreshed where they have aged.`,
        `Month 5: the main subject is ${month(1)} again, in other formats. What worked becomes shorter pieces for the other channels.`,
        `Month 6: look back, close what is open, write down what was learned, and plan the next half year.`,
      ]),
      "## Risks",
      bullets(risks),
      "## How we measure",
      "Once a month the goals are counted from the connected channels. Where a channel is missing, numbers are entered by hand and marked as such. The monthly report tells what was done, what it brought, what did not work, and what changes because of it. Texts that nobody reads after three months are rewritten or taken down. Texts that bring enquiries get company: more on the same subject, and links between them. Every decision about a change is written down with its reason, so that the next one can build on it.",
      "People read before they buy, and they remember who answered plainly. That is why this strategy puts few subjects in front, stays with them, and lets every text end with one thing to do next. It is better to publish a little less and have every sentence right than to fill a calendar.",
      "Each text goes through the same four steps: a plan with the question it answers, a draft that rests on the company's own material, a check by the agency, and the approval of the client. Nothing is published that has not been seen in exactly the form in which it appears. What a reviewer changes is remembered, so that the same remark need not be made twice. Dates leave room for these steps, and the calendar is moved openly when one of them takes longer.",
    ].join("\n\n"),
    29_500,
  );
}
