import type { Answer, Envelope } from "#schema/agent.ts";
import type { ToolCallName } from "#schema/tool.ts";
import type { ActionAnswer, ActionInput, ProposedAction } from "../chat-executor.ts";
import type { Found } from "../descriptor/index.ts";
import { composeAnswer } from "./chat.ts";
import { cut } from "./wording.ts";

type Row = Record<string, string | number | boolean | null>;

const monthNames = [
  ...["january", "february", "march", "april", "may", "june", "july"],
  ...["august", "september", "october", "november", "december"],
];
const steering = /\b(pause|hold|stop|resume|continue)\b/i;
const ofLeads = /\blead\b/i;
const asksForPost = /\b(?:blog ?post|article|post)\b.*?\b(?:about|on)\b\s+(.{5,200})/i;

/** Rows whose ids an action needs: activities to steer, leads to look after. */
export function orderForActions({ message }: ActionInput, _envelope: Envelope, found: readonly Found[]) {
  if (found.length > 0) return [];
  const wanted = [...(ofLeads.test(message) ? ["leads"] : []), ...(steering.test(message) ? ["activities"] : [])];
  return wanted.map((method) => ({ name: `workspace__${method}` as ToolCallName, input: { limit: 50 } }));
}

/** Proposes what the words of a question plainly ask for; where they do not, it answers and proposes nothing. */
export function composeActions(
  input: ActionInput,
  envelope: Envelope,
  found: readonly Found[] = [],
): Answer<ActionAnswer> {
  const allowed = new Set<string>(input.verbs.map(({ verb }) => verb));
  const wanted = wishOf(input.message, envelope, found);
  if (!wanted) {
    const { data, citations, warnings } = composeAnswer(input, envelope, found);
    const answer = `Nothing is proposed: say plainly what should be done. ${data.answer}`;
    return { data: { ...data, answer: cut(answer, 7_900), proposedActions: [] }, citations, warnings };
  }
  const may = allowed.has(wanted.verb);
  const answer = may
    ? `${wanted.summary} It is done when you confirm it.`
    : "Your role may not do this yourself. Ask an admin of the workspace or your agency.";
  return {
    data: { answer, citations: [], proposedActions: may ? [wanted] : [] },
    citations: [],
    warnings: ["Understood without a model, by the words of the question."],
  };
}

function wishOf(message: string, envelope: Envelope, found: readonly Found[]): ProposedAction | null {
  return (
    steered(message, found) ??
    ofLead(message, found) ??
    planned(message, envelope) ??
    reported(message, envelope) ??
    requested(message) ??
    audited(message)
  );
}

function steered(message: string, found: readonly Found[]): ProposedAction | null {
  const [word = ""] = steering.exec(message) ?? [];
  if (!word) return null;
  const row = rowsOf(found, "activities").find((one) => typeof one["ref"] === "string" && message.includes(one["ref"]));
  if (!row) return null;
  const activityId = String(row["id"]);
  const name = cut(`${row["ref"]} ${row["title"]}`, 120);
  return /resume|continue/i.test(word)
    ? { verb: "resume_activity", arguments: { activityId }, summary: `Let ${name} go on.` }
    : { verb: "pause_activity", arguments: { activityId }, summary: `Hold ${name} back.` };
}

function ofLead(message: string, found: readonly Found[]): ProposedAction | null {
  if (!ofLeads.test(message)) return null;
  const row = rowsOf(found, "leads").find(({ name, email, company }) =>
    [name, email, company].some((one) => typeof one === "string" && one.length > 2 && message.includes(one)),
  );
  if (!row) return null;
  const leadId = String(row["id"]);
  const name = cut(String(row["name"]), 80);
  const [, verb] = /\b(qualify|convert|reopen)\b/i.exec(message) ?? [];
  if (verb) {
    const step = verb.toLowerCase() as "qualify" | "convert" | "reopen";
    return { verb: "move_lead", arguments: { leadId, verb: step }, summary: `Move the lead ${name} on: ${step}.` };
  }
  const [, body] = /\bnote\b[^:]*:\s*(.+)/is.exec(message) ?? [];
  if (body)
    return {
      verb: "note_lead",
      arguments: { leadId, body: cut(body.trim(), 5_000) },
      summary: `Note it about the lead ${name}.`,
    };
  if (!/\b(?:e-?mail|write)\b/i.test(message)) return null;
  const summary = `Have an e-mail to the lead ${name} written.`;
  return { verb: "draft_lead_email", arguments: { leadId, purpose: "follow_up" }, summary };
}

function planned(message: string, { now }: Envelope): ProposedAction | null {
  if (!/\bplan\b/i.test(message)) return null;
  const [year, thisMonth] = [Number(now.slice(0, 4)), Number(now.slice(5, 7))];
  const named = monthNames.findIndex((name) => new RegExp(`\\b${name}\\b`, "i").test(message)) + 1;
  const isNext = /\bnext month\b/i.test(message);
  if (named === 0 && !isNext) return null;
  const number = isNext ? (thisMonth % 12) + 1 : named;
  const month = `${number < thisMonth ? year + 1 : year}-${String(number).padStart(2, "0")}`;
  return { verb: "plan_month", arguments: { month }, summary: `Plan the month ${month} now.` };
}

function reported(message: string, { now }: Envelope): ProposedAction | null {
  if (!/\b(?:order|write|make|prepare|want|need)\b.*\breport\b/is.test(message)) return null;
  const [from, to] = message.match(/\b20\d\d-\d\d-\d\d\b/g)?.toSorted() ?? [];
  const [year, month] = [Number(now.slice(0, 4)), Number(now.slice(5, 7))];
  const day = (of: number) => new Date(Date.UTC(year, month - 1, of)).toISOString().slice(0, 10);
  // The month that is over, where no days are named.
  const [startDate, endDate] = from && to ? [from, to] : [`${day(0).slice(0, 7)}-01`, day(0)];
  const label = `Report ${startDate} to ${endDate}`;
  const summary = `Order a report about ${startDate} to ${endDate}; it costs credits.`;
  return { verb: "order_report", arguments: { prompt: cut(message, 2_000), label, startDate, endDate }, summary };
}

function requested(message: string): ProposedAction | null {
  const [, about = ""] = asksForPost.exec(message) ?? [];
  const topic = about.trim().replace(/[.!?]+$/, "");
  if (topic.length < 5) return null;
  return { verb: "request_blog_post", arguments: { topic }, summary: cut(`Ask for a blog post about ${topic}.`, 200) };
}

function audited(message: string): ProposedAction | null {
  if (!/\baudit\b/i.test(message) || !/\b(?:site|website)\b/i.test(message)) return null;
  return { verb: "audit_site", arguments: {}, summary: "Have the site of the company audited." };
}

function rowsOf(found: readonly Found[], method: string): Row[] {
  const one = found.find((call) => call.tool === "workspace" && call.method === method && call.error === null);
  return (one?.output as { rows?: Row[] } | null)?.rows ?? [];
}
