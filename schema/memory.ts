import * as z from "zod";
import { id } from "./ids.ts";

/** Where something was learned: of a person's edit, of a text that was approved, of one that was sent back. */
export const LessonSource = z.enum(["edit", "accepted", "rejected"]);
export type LessonSource = z.infer<typeof LessonSource>;

/** What agents remember. Of most keys each point stands alone; of some all points are one thing. */
export const memoryKeys = {
  edit_patterns: { label: "How people edit", confirms: "point" },
  rejected_patterns: { label: "Why texts were sent back", confirms: "point" },
  preferred_length_words: { label: "Length people approve", confirms: "mean" },
  avg_approved_length: { label: "Length people approve", confirms: "mean" },
  covered_topics: { label: "Topics covered", confirms: "list" },
  approved_structures: { label: "Structures people approve", confirms: "point" },
  used_hashtags: { label: "Hashtags used", confirms: "list" },
  preferred_cta_style: { label: "Calls to action people approve", confirms: "point" },
  previous_goals: { label: "Goals of earlier strategies", confirms: "list" },
  channel_history: { label: "Channels of earlier strategies", confirms: "list" },
  approved_pillars: { label: "Pillars people approve", confirms: "list" },
  best_example: { label: "Best recent example", confirms: "example" },
  worst_example: { label: "Recent example that was sent back", confirms: "example" },
} as const satisfies Record<string, { label: string; confirms: "point" | "list" | "mean" | "example" }>;
export type MemoryKey = keyof typeof memoryKeys;
export const MemoryKey = z.enum(Object.keys(memoryKeys) as [MemoryKey, ...MemoryKey[]]);

export const LessonData = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type LessonData = z.infer<typeof LessonData>;

/** One thing an agent remembers. */
export const MemoryPoint = z.object({
  point: z.string().min(1).max(200).describe("names it within its memory"),
  text: z.string().max(800),
  confidence: z.number().min(0).max(1),
  evidenceCount: z.number().int().min(0).describe("texts it was learned of"),
  data: LessonData,
});
export type MemoryPoint = z.infer<typeof MemoryPoint>;
export const MemoryValue = z.array(MemoryPoint).max(30);

/** What an agent learned about a tenant. */
export const TenantAgentMemoryRow = z.object({
  id: id("tenantAgentMemory"),
  agent: z.string(),
  key: z.string().regex(/^[a-z][a-z0-9_]{1,59}$/),
  value: z.json(),
  confidence: z.number().min(0).max(1),
  evidenceCount: z.number().int().min(0),
});

/** What a prompt says of a memory. */
export const Remembered = z.object({
  key: z.string(),
  value: z.object({ text: z.string().max(1_000), data: LessonData.optional() }),
  confidence: z.number().min(0).max(1),
});
export type Remembered = z.infer<typeof Remembered>;
export const rememberedMax = 20;
/** What people say themselves is as good as sure. */
export const wordedConfidence = 0.9;
/** From this confidence on a memory decides where the brief leaves a choice: two texts have shown it. */
export const sureFrom = 0.6;

const Lesson = z.object({
  point: MemoryPoint.shape.point,
  text: z.string(),
  confidence: z.number(),
  evidenceCount: z.number().int(),
  isWorded: z.boolean().describe("people put it into their own words"),
  amount: z.number().int().nullable().describe("the figure, where the memory is one"),
  learnedAt: z.string(),
  source: LessonSource,
  subject: z.object({ type: z.string(), id: z.string(), version: z.number().int() }).describe("where it was seen last"),
});

/** One memory of an agent as its screens show it. */
export const AgentMemory = z.object({
  id: id("tenantAgentMemory"),
  agent: z.string(),
  agentLabel: z.string(),
  key: MemoryKey,
  label: z.string(),
  confidence: z.number(),
  evidenceCount: z.number().int(),
  mayWord: z.boolean().describe("people can put its points differently"),
  rowVersion: z.number().int(),
  points: z.array(Lesson),
  removed: z.array(Lesson).describe("what people took away; it is not learned again from the same texts"),
});
export type AgentMemory = z.infer<typeof AgentMemory>;
export type Lesson = z.infer<typeof Lesson>;

/** Which point of a memory; without one, all of it. */
export const PointChoice = z.strictObject({ point: MemoryPoint.shape.point.optional() });
export type PointChoice = z.infer<typeof PointChoice>;

/** A point in a person's words, or its figure; null takes their words back. */
export const MemoryWords = z
  .strictObject({
    point: MemoryPoint.shape.point,
    text: z.string().trim().min(3).max(600).nullable().optional(),
    amount: z.number().int().min(1).max(100_000).nullable().optional(),
  })
  .refine(({ text, amount }) => (text === undefined) !== (amount === undefined), {
    path: ["text"],
    message: "Say either words or a figure.",
  });
export type MemoryWords = z.infer<typeof MemoryWords>;
