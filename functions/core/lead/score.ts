import type { Enrichment, LeadScoreFactor, ScoreGroup } from "#schema/lead.ts";

/** What a score is made of, as it is known of one lead. Times are of the events. */
export interface Scored {
  enrichment: Enrichment;
  jobTitle: string | null;
  message: string | null;
  answers: readonly { question: string; value: string }[];
  sourceUrl: string | null;
  hasContact: boolean;
  talks: readonly Date[];
  suppressed: string | null;
}

/** Whom the client looks for; empty where it is not known. */
export interface Targets {
  industries: readonly string[];
  countries: readonly string[];
}

/** The most that a group may count for or against a lead. */
const most: Record<ScoreGroup, number> = { fit: 40, intent: 35, engagement: 25, negative: 30 };
const dayMs = 86_400_000;
const decisive =
  /\b(?:owner|founder|co-?founder|ceo|cmo|director|head|vp|vice president|managing partner|proprietor)\b/i;
const managing = /\bmanager\b/i;
const asksFor = /\b(?:demo|quote|quotation|offer|call (?:me|us)|give (?:me|us) a call|appointment|book a)\b/i;
const priced = /\/(?:pricing|prices|plans|contact)\b/i;
const telling = /\b(?:budget|timeline|time ?frame|when|deadline|need|requirement)/i;

/** A lead's score, 0 to 100, with every factor. The same facts at the same time give the same score. */
export function scoreOf(lead: Scored, targets: Targets, now: Date): { score: number; factors: LeadScoreFactor[] } {
  const factors = [...fit(lead, targets), ...intent(lead), ...engagement(lead, now), ...negative(lead)];
  const sum = (group: ScoreGroup) =>
    Math.min(
      most[group],
      factors.filter((factor) => factor.group === group).reduce((total, { points }) => total + points, 0),
    );
  const total = sum("fit") + sum("intent") + sum("engagement") - sum("negative");
  return { score: Math.min(100, Math.max(0, Math.round(total))), factors };
}

function fit({ enrichment, jobTitle }: Scored, { industries, countries }: Targets): LeadScoreFactor[] {
  const { companySize, industry, country } = enrichment;
  const among = (
    value: string | undefined,
    wanted: readonly string[],
    [hit, other, unknown]: [number, number, number],
  ) => (!value || wanted.length === 0 ? unknown : wanted.includes(value.toLowerCase()) ? hit : other);
  return [
    // Which sizes are wanted is said nowhere yet: each counts as one that is not known.
    factor("fit", "company_size", 4, companySize),
    factor("fit", "industry", among(industry, industries, [12, 0, 4]), industry),
    factor("fit", "geography", among(country, countries, [8, 0, 2]), country),
    factor("fit", "title", titlePoints(jobTitle), jobTitle),
  ];
}

function titlePoints(title: string | null): number {
  if (!title) return 2;
  return decisive.test(title) ? 8 : managing.test(title) ? 5 : 2;
}

function intent({ message, answers, sourceUrl }: Scored): LeadScoreFactor[] {
  const said = [message ?? "", ...answers.map(({ value }) => value)].join("\n");
  const asked = asksFor.exec(said)?.[0];
  const path = sourceUrl && URL.canParse(sourceUrl) ? new URL(sourceUrl).pathname : "";
  const told = answers.filter(({ question, value }) => telling.test(question) && value.trim() !== "");
  return [
    ...(asked ? [factor("intent", "demo_request", 15, asked)] : []),
    ...(priced.test(path) ? [factor("intent", "pricing_page", 6, path)] : []),
    ...(told.length > 0
      ? [
          factor(
            "intent",
            "high_value_answer",
            Math.min(10, told.length * 5),
            told.map((one) => one.question).join("; "),
          ),
        ]
      : []),
  ];
}

// What was done counts fully for a month and half until the third is over.
function engagement({ talks }: Scored, now: Date): LeadScoreFactor[] {
  const newest = Math.max(0, ...talks.map((at) => at.getTime()));
  const days = (now.getTime() - newest) / dayMs;
  if (newest === 0 || days > 90) return [];
  return [factor("engagement", "call", days <= 30 ? 5 : 2.5, new Date(newest).toISOString().slice(0, 10))];
}

const complaints: Record<string, [string, number]> = {
  bounce: ["bounce", 15],
  unsubscribe: ["unsubscribe", 10],
  complaint: ["spam", 30],
};

function negative({ suppressed, hasContact }: Scored): LeadScoreFactor[] {
  const [name, points] = complaints[suppressed ?? ""] ?? [];
  return [
    ...(name && points ? [factor("negative", name, points, suppressed)] : []),
    ...(hasContact
      ? []
      : [factor("negative", "invalid_contact", 15, "No e-mail, and no telephone number that can be dialled")]),
  ];
}

function factor(group: ScoreGroup, name: string, points: number, evidence: string | null | undefined): LeadScoreFactor {
  return { group, factor: name, points, evidence: evidence?.slice(0, 200) || null };
}
