import type { Answer, Envelope } from "#schema/agent.ts";
import type { ToolCallName } from "#schema/tool.ts";
import type { ChatAnswer, ChatInput } from "../descriptor/chat.ts";
import type { Found } from "../descriptor/index.ts";

type Row = Record<string, string | number | boolean | null>;

const subjects: readonly { method: string; words: RegExp; input: unknown }[] = [
  { method: "plan", words: /\bplan\b|\btrial\b|\bsubscri|\bseats?\b|\busers\b|\ballow/i, input: {} },
  {
    method: "ledger",
    words: /\bledger\b|\bmovement|\bhistory\b|\btop.?up|\bcharged\b|\bspent on\b|\bwent\b/i,
    input: { limit: 10 },
  },
  { method: "prices", words: /\bcosts?\b|\bprices?\b|\brates?\b|\bexpensive\b/i, input: {} },
  { method: "usage", words: /\busage\b|\bused?\b|\bconsum|\bwhich agent|\bspent\b/i, input: { by: "agent" } },
  { method: "credits", words: /\bcredits?\b|\bbalance\b|\bleft\b|\bremain/i, input: {} },
];

/** Plan and balance are read for any question, the rest where its words ask for it. */
export function orderBooks({ message }: ChatInput, _envelope: Envelope, found: readonly Found[]) {
  if (found.length > 0) return [];
  const asked = subjects.filter(({ words }) => words.test(message)).slice(0, 3);
  const wanted = asked.length > 0 ? asked : subjects.filter(({ method }) => ["plan", "credits"].includes(method));
  return wanted.map(({ method, input }) => ({ name: `billing__${method}` as ToolCallName, input }));
}

/** Says what the books say, figure for figure. */
export function composeBill(_input: ChatInput, _envelope: Envelope, found: readonly Found[] = []): Answer<ChatAnswer> {
  const read = found.filter(({ tool, error }) => tool === "billing" && error === null);
  const said = read.flatMap((one) => {
    const { method } = one;
    const text = tellers[method]?.((one.output as { rows?: Row[] } | null)?.rows ?? []) ?? "";
    return text ? [{ text, method }] : [];
  });
  const answer =
    said.map(({ text }) => text).join("\n\n") || "The books could not be read just now. Ask again in a minute.";
  const citations = said.map(({ method }) => ({ claim: `Read from ${method}`, source: `billing ${method}` }));
  const warnings = ["Answered without a model, from the books alone."];
  return { data: { answer, citations }, citations: [], warnings };
}

const tellers: Readonly<Record<string, (rows: Row[]) => string>> = {
  plan: ([row]) =>
    row
      ? [
          `The plan is **${row["plan"]}**: ${row["creditsPerMonth"]} credits a month, ${amount(row["users"])} people, ${amount(row["channels"])} channels, ${row["files"]} files.`,
          row["trialEnds"] ? `The trial ends on ${row["trialEnds"]}.` : "",
          row["cancelledFor"] ? `It was cancelled for ${row["cancelledFor"]}.` : "",
        ]
          .filter(Boolean)
          .join(" ")
      : "",
  credits: ([row]) =>
    row
      ? `**${row["effective"]}** credits are free to use: ${row["available"]} available, of which ${row["reserved"]} are held for work that runs. ${row["consumed"]} were spent in this period; it ends on ${row["resets"]}.`
      : "",
  ledger: (rows) =>
    listOf(
      "The last movements",
      rows.map(
        (row) =>
          `${row["on"]}: ${row["type"]} ${row["amount"]}${row["for"] ? ` for ${words(row["for"])}` : ""}, ${row["balanceAfter"]} available after it`,
      ),
    ),
  prices: (rows) =>
    listOf(
      "What work costs, in credits",
      rows.map((row) => `${words(row["work"])}: ${row["credits"]} per ${row["per"]}`),
    ),
  usage: (rows) =>
    listOf(
      "Used this month",
      rows.map((row) => `${words(row["agent"])}: ${row["credits"]} credits in ${row["runs"]} runs`),
    ),
};

function listOf(heading: string, lines: readonly string[]): string {
  return [`**${heading}**`, ...(lines.length > 0 ? lines.map((line) => `- ${line}`) : ["- nothing"])].join("\n");
}

function words(text: Row[string] | undefined): string {
  return String(text ?? "").replaceAll("_", " ");
}

function amount(value: Row[string] | undefined): string {
  return value === null || value === undefined ? "any number of" : String(value);
}
