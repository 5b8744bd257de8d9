import type { Answer, Envelope } from "#schema/agent.ts";
import type { ToolCallName } from "#schema/tool.ts";
import type { ChatAnswer, ChatInput } from "../descriptor/chat.ts";
import type { Found } from "../descriptor/index.ts";
import { citedOf, materialFor, upTo } from "./material.ts";
import { cut } from "./wording.ts";

type Row = Record<string, string | number | boolean | null>;
interface Call {
  name: ToolCallName;
  input: unknown;
}

const linesMax = 12;
const limit = { limit: 20 };

/** What a question is about, by its words, and where that is read. */
const subjects: readonly { method: string; words: RegExp; heading: string; input: unknown }[] = [
  {
    method: "approvals",
    words: /\b(?:approv|decid|decision|wait(?:s|ing)? for (?:me|us))/i,
    heading: "Waiting for a decision",
    input: limit,
  },
  { method: "leads", words: /\bleads?\b|\bprospects?\b|\bcustomers?\b/i, heading: "Leads", input: limit },
  { method: "requests", words: /\brequest|\basked for\b|\bwish/i, heading: "Requests", input: limit },
  { method: "goals", words: /\bgoals?\b|\btargets?\b|\bkpis?\b/i, heading: "Goals", input: {} },
  { method: "months", words: /\bmonths?\b|\bplanned\b|\bplan\b/i, heading: "Months of the plan", input: {} },
  {
    method: "content",
    words: /\bposts?\b|\bblog|\bcontent\b|\bpublish|\barticles?\b|\bsocial\b/i,
    heading: "Content",
    input: limit,
  },
  {
    method: "activities",
    words: /\bactivit|\bACT-|\bwork|\btasks?\b|\bstatus\b|\bdoing\b|\bprogress|\brunning\b|\bfailed\b|\bblocked\b/i,
    heading: "Activities",
    input: limit,
  },
  {
    method: "overview",
    words: /\boverview\b|\bsummary\b|\bhow (?:are|is) (?:we|it|things)\b|\bhow many\b/i,
    heading: "Overview",
    input: {},
  },
];

/** What to read for a question: what its words name; where they name nothing, only the documents speak. */
export function orderReads({ message }: ChatInput, _envelope: Envelope, found: readonly Found[]): Call[] {
  if (found.length > 0) return [];
  return about(message)
    .slice(0, 3)
    .map(({ method, input }) => ({ name: `workspace__${method}` as const, input }));
}

/** Answers from the rows that were read and the passages that fit, and says so where there are none. */
export function composeAnswer(input: ChatInput, envelope: Envelope, found: readonly Found[] = []): Answer<ChatAnswer> {
  const read = found.filter(({ tool, error }) => tool === "workspace" && error === null);
  const sections = about(input.message).flatMap(({ method, heading }) => {
    const rows = read.find((one) => one.method === method);
    return rows ? [{ heading, rows: narrowed(input.message, rowsOf(rows)) }] : [];
  });
  const told = sections.map(({ heading, rows }) => sectionOf(heading, rows));
  const { passages } = materialFor(input.message, envelope, { seed: input.threadId });
  const near = told.length > 0 ? [] : passages.slice(0, 2);
  const said = near.map(({ sentences }) => upTo(sentences, 700));
  const answer = [...told, ...said].join("\n\n");
  const cited = citedOf(near, answer);
  const rows = sections.flatMap(({ rows: some }) => some.slice(0, linesMax).map(nameOf));
  return {
    data: {
      answer: cut(answer || nothingFound, 7_900),
      citations: [
        ...rows.map((name) => ({ claim: cut(name, 300), source: "workspace" })),
        ...cited.map(({ claim, chunkId = "document" }) => ({ claim, source: chunkId })),
      ]
        .filter(({ claim }) => claim.length >= 3)
        .slice(0, 20),
    },
    citations: cited,
    warnings: ["Answered without a model, by the words of the question."],
  };
}

const nothingFound =
  "Neither the workspace nor its documents say anything about this. Ask about activities, approvals, content, goals, months or requests.";

function about(message: string) {
  return subjects.filter(({ words }) => words.test(message));
}

/** Of rows, those that a question names by status; all of them where it names none. */
function narrowed(message: string, rows: readonly Row[]): Row[] {
  const wanted =
    /\b(failed|blocked|pending|new|contacted|qualified|converted|done|published|draft|running|paused|queued)\b/i
      .exec(message)?.[1]
      ?.toLowerCase();
  const status = wanted === "running" ? "in_progress" : wanted;
  const fitting = rows.filter((row) => row["status"] === status || (wanted === "blocked" && row["blockedReason"]));
  return fitting.length > 0 ? fitting : [...rows];
}

function sectionOf(heading: string, rows: readonly Row[]): string {
  if (rows.length === 0) return `**${heading}**: nothing is there.`;
  const lines = rows.slice(0, linesMax).map((row) => `- ${lineOf(row)}`);
  const more = rows.length > linesMax ? [`- and ${rows.length - linesMax} more`] : [];
  return [`**${heading}** (${rows.length})`, ...lines, ...more].join("\n");
}

const named = new Set(["id", "ref", "title", "topic", "kind", "name"]);

function lineOf(row: Row): string {
  const rest = Object.entries(row).flatMap(([key, value]) =>
    named.has(key) || value === null || value === "" ? [] : [`${words(key)} ${words(String(value))}`],
  );
  return `${nameOf(row)}${rest.length > 0 ? `: ${rest.join(", ")}` : ""}`;
}

function nameOf(row: Row): string {
  const name = [row["ref"], row["kind"], row["title"] ?? row["topic"] ?? row["name"]].filter(Boolean).join(" ");
  return words(name || String(row["startsOn"] ?? row["id"] ?? "row"));
}

function words(text: string): string {
  return text.replaceAll(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
}

function rowsOf({ output }: Found): Row[] {
  return (output as { rows?: Row[] } | null)?.rows ?? [];
}
