import * as z from "zod";

/** Name of an agent or a skill: lower case words joined by hyphens. */
const kebab = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, "lower case letters, digits and -, 2 to 61 characters");

export const SkillFields = z.strictObject({
  name: kebab,
  description: z.string().trim().min(1).max(500),
  body: z.string().trim().min(1).max(20_000).describe("Markdown"),
  appliesTo: z.array(kebab).max(80).describe("agents that get it; empty for all"),
});

export const ToolFields = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{1,60}$/, "lower case letters, digits and _, 2 to 61 characters"),
  description: z.string().trim().min(1).max(500),
  ratePerMinute: z.number().int().min(1).max(6_000),
});
