import * as z from "zod";
import { agents } from "#agents/index.ts";
import { activityTypes } from "#schema/activity-types.ts";
import type { AgentName } from "#schema/agent.ts";
import { MeasuredChapter } from "#schema/report.ts";

/** A context file as long as one may be. */
export const longFile = "Harbor sells lamps and repairs them. ".repeat(500);

type Shape = Record<string, unknown>;

const words =
  "The workshop in Lisbon repairs lamps and sells parts that last. People bring what broke, and most of it is mended within a week. ";

/** The largest thing that a schema lets through: lists full, texts as long as they may be, everything optional there. */
function largestOf(schema: z.ZodType): unknown {
  return grown(z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as Shape, "", 1);
}

function grown(shape: Shape, name: string, at: number): unknown {
  if ("const" in shape) return shape["const"];
  const options = shape["enum"] as unknown[] | undefined;
  if (options) return options[at % options.length];
  const others = (shape["anyOf"] ?? shape["oneOf"]) as Shape[] | undefined;
  if (others) return grown(others.find(({ type }) => type !== "null") ?? {}, name, at);
  if (shape["allOf"]) return Object.assign({}, ...(shape["allOf"] as Shape[]).map((one) => grown(one, name, at)));
  switch (shape["type"]) {
    case "object": {
      const properties = Object.entries((shape["properties"] ?? {}) as Record<string, Shape>);
      if (properties.length > 0)
        return Object.fromEntries(properties.map(([key, inner]) => [key, grown(inner, key, at)]));
      const inner = shape["additionalProperties"];
      return typeof inner === "object" ? { first: grown(inner as Shape, "first", at) } : {};
    }
    case "array": {
      const many = Number(shape["maxItems"] ?? shape["minItems"] ?? 20);
      return Array.from({ length: many }, (_, index) => grown(shape["items"] as Shape, name.replace(/s$/, ""), index));
    }
    case "string":
      return textOf(shape, name, at);
    case "integer":
      return Math.min(12_345 + at, Number(shape["maximum"] ?? Number.POSITIVE_INFINITY));
    case "number":
      return Math.min(1_234.56 + at, Number(shape["maximum"] ?? Number.POSITIVE_INFINITY));
    case "boolean":
      return true;
    default:
      return "something";
  }
}

function textOf(shape: Shape, name: string, at: number): string {
  if (shape["format"] === "date") return `2026-06-${String((at % 28) + 1).padStart(2, "0")}`;
  if (name === "month") return "2026-06";
  if (name === "unit") return "sessions";
  if (/url/i.test(name)) return `https://www.example.com/shop/lamps-and-parts/${at}`;
  if (/domain/i.test(name)) return `shop-${at}.example.com`;
  if (/id$/i.test(name)) return `thg_01J9Z8Y7X6W5V4T3S2R1Q0P${String(at).padStart(3, "0")}`;
  if (/markdown|body|text|content|notes|strategy|file|extract/i.test(name) && !shape["maxLength"])
    return words.repeat(90);
  const longest = Number(shape["maxLength"] ?? 40);
  return `${at} ${words.repeat(Math.ceil(longest / words.length))}`.slice(0, longest);
}

const types = ["content_brief", "blog_post", "gbp_post", "social_post", "email_newsletter", "landing_page"];

const figure = (at: number) => ({
  ...{ name: `Visits from search ${at}`, source: "Google Search Console", unit: "visits" },
  ...{ current: 12_345 + at, previous: 11_345.5, changePct: 8.8 },
});

/** Five hundred figures, over the chapters of a report. */
const figures = {
  ...{ from: "2026-06-01", to: "2026-06-30" },
  chapters: MeasuredChapter.options.map((key) => ({
    ...{ key, connected: true, figures: Array.from({ length: 72 }, (_, at) => figure(at)) },
    items: Array.from({ length: 30 }, (_, at) => `How to mend lamp number ${at}`),
  })),
  goals: Array.from({ length: 50 }, (_, at) => ({
    ...{ title: `Goal ${at}`, unit: "leads", baseline: 10, target: 40 + at, current: 12, progressPct: 30 },
    ...{ dueOn: "2026-12-31", status: "active" },
  })),
};

/** Where a schema sets no bound: as many as a plan, or the roster of inputs, lets be. */
const fitting: Partial<Record<AgentName, object>> = {
  "activity-planner": {
    ...{ periodStart: "2026-06-01", periodEnd: "2026-06-30", today: "2026-06-01", effectiveCredits: 1_000 },
    calendar: { workingDays: ["mon", "tue", "wed", "thu", "fri"], blackoutDates: ["2026-06-10"] },
    templates: types.map((type, at) => ({
      ...{ id: `dtp_01J9Z8Y7X6W5V4T3S2R1Q0P00${at}`, type, label: type.replaceAll("_", " "), quantity: 20 },
      ...{ platforms: ["facebook"], priority: 1, credits: 2, needs: [], isPublished: true },
    })),
  },
  "deliverable-planner": {
    types: Object.entries(activityTypes).map(([type, { label, dependsOn }]) => ({
      ...{ type, label, min: 1, max: 30, credits: 2, needs: [...dependsOn] },
    })),
  },
  "topic-researcher": { preferredAngles: ["how to"], contentGoals: ["leads", "reach"] },
  "strategy-writer": { approvedContextFile: longFile },
  "content-critic": { contextDigest: longFile },
  "report-writer": { figures },
  "custom-report-writer": { figures },
};

/** The largest input that an agent may be given. */
export function largestInputOf(name: AgentName): object {
  return { ...(largestOf(agents[name].input) as object), ...fitting[name] };
}
