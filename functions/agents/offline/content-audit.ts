import { healthOf, type Observation, pricesOff } from "#core/content-audit/rules.ts";
import type { Answer, Envelope } from "#schema/agent.ts";
import type { ContentAuditInput, ContentAuditReport } from "../content-auditor.ts";
import { cut } from "./wording.ts";

const order = { critical: 0, warning: 1, suggestion: 2 } as const;

/** What was counted and compared, with the prices that the documents do not hold; nothing that only a reader sees. */
export function composeContentAudit(input: ContentAuditInput, envelope: Envelope): Answer<ContentAuditReport> {
  const documents = envelope.chunks.map(({ text }) => text).join("\n");
  const findings = [
    ...(input.scope.freshness && documents ? priced(input.bodyMarkdown, documents) : []),
    ...input.observed,
  ]
    .toSorted((a, b) => order[a.severity] - order[b.severity])
    .slice(0, 40);
  const [first] = findings;
  const data: ContentAuditReport = {
    healthScore: healthOf(findings),
    findings,
    refreshContext: {
      summary: first
        ? `“${cut(input.title, 120)}” can be kept with some changes. What matters most: ${cut(first.title, 120)}.`
        : `“${cut(input.title, 120)}” is in good shape; nothing that can be counted speaks against it.`,
      priorityFindings: findings.slice(0, 3).map(({ title }) => cut(title, 200)),
      suggestedUpdates: cut(findings.map(lineOf).join("\n"), 5_900),
    },
  };
  return { data, citations: [], warnings: ["Written without a model: nobody has read the post for its sense."] };
}

function priced(bodyMarkdown: string, documents: string): Observation[] {
  return pricesOff(bodyMarkdown, documents)
    .slice(0, 10)
    .map((location) => ({
      category: "freshness",
      severity: "critical",
      title: "A price that the documents do not hold",
      detail: "None of the company's documents at hand names this price. Look it up, and change it or leave it out.",
      location,
    }));
}

function lineOf({ title, detail, location }: Observation): string {
  return `- **${title}**${location && !title.includes(location) ? ` (${cut(location, 120)})` : ""}: ${detail}`;
}
