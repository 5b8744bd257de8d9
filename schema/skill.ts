import * as z from "zod";
import { PageQuery, Time } from "./page.ts";

/** Name of an agent or a skill: lower case words joined by hyphens. */
const kebab = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, "lower case letters, digits and -, 2 to 61 characters");

/** So many skills a workspace may have of its own; a run is told of no more either. */
export const skillsMax = 60;

export const SkillFields = z.strictObject({
  name: kebab,
  description: z.string().trim().min(1).max(500).describe("when to use it, and when not"),
  body: z.string().trim().min(1).max(20_000).describe("Markdown"),
  appliesTo: z.array(kebab).max(80).default([]).describe("agents that get it; empty for all"),
});
export type SkillFields = z.infer<typeof SkillFields>;

/** A skill by its fields, or as a Markdown file with name and description in its front matter. */
export const SkillCreate = z.union([
  SkillFields,
  z.strictObject({
    markdown: z.string().min(10).max(22_000).describe("front matter with name and description, then the body"),
  }),
]);
export type SkillCreate = z.infer<typeof SkillCreate>;

export const SkillPatch = z.strictObject({
  description: SkillFields.shape.description.optional(),
  body: SkillFields.shape.body.optional(),
  appliesTo: z.array(kebab).max(80).optional(),
  enabled: z.boolean().optional(),
});
export type SkillPatch = z.infer<typeof SkillPatch>;

export const SkillRow = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  origin: z.enum(["platform", "own"]),
  overrides: z.boolean().describe("an own skill that stands in for the platform's of the same name"),
  version: z.number().int(),
  appliesTo: z.array(z.string()),
  enabled: z.boolean(),
  rowVersion: z.number().int(),
  updatedAt: Time,
});
export const Skill = SkillRow.extend({ body: z.string() });
export type Skill = z.infer<typeof Skill>;

/** What a platform skill said before an edit. */
export const SkillVersion = z.object({
  version: z.number().int(),
  description: z.string(),
  body: z.string(),
  writtenAt: Time,
});
export type SkillVersion = z.infer<typeof SkillVersion>;

/** A skill that a client wrote for itself. */
const OfTenant = { tenantId: z.string(), tenantName: z.string() };
export const TenantSkillRow = SkillRow.extend(OfTenant);
export const TenantSkill = Skill.extend(OfTenant);
export type TenantSkill = z.infer<typeof TenantSkill>;
export const TenantSkillFilter = z.strictObject({ ...PageQuery.shape, tenantId: z.string().max(60).optional() });
export type TenantSkillFilter = z.infer<typeof TenantSkillFilter>;

export const ToolFields = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{1,60}$/, "lower case letters, digits and _, 2 to 61 characters"),
  description: z.string().trim().min(1).max(500),
  ratePerMinute: z.number().int().min(1).max(6_000),
});
