import { cleanCharacters, oneLine } from "#core/dataset/clean.ts";
import { agentNames } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";
import type { Skill, SkillCreate, SkillFields, SkillPatch } from "#schema/skill.ts";
import { readSkill } from "./front-matter.ts";

interface Row {
  id: string;
  name: string;
  description: string;
  body: string;
  version: number;
  appliesTo: string[];
  enabled: boolean;
  rowVersion: number;
  updatedAt: Date;
}

/** What is to be stored of a new skill. @throws request.validation_failed */
export function fieldsOf(input: SkillCreate): SkillFields {
  const given = "markdown" in input ? fromMarkdown(input.markdown) : input;
  const fields = { ...given, description: oneLine(given.description), body: cleanCharacters(given.body) };
  refuseUnknown(fields.appliesTo);
  return fields;
}

/** What a change sets: only what is given, and the next version when an agent would read something else. */
export function changesOf(row: Row, { description, body, appliesTo, enabled }: SkillPatch) {
  refuseUnknown(appliesTo ?? []);
  const set = {
    ...(description === undefined ? {} : { description: oneLine(description) }),
    ...(body === undefined ? {} : { body: cleanCharacters(body) }),
    ...(appliesTo === undefined ? {} : { appliesTo }),
    ...(enabled === undefined ? {} : { enabled }),
  };
  const reads = (set.body ?? row.body) !== row.body || (set.description ?? row.description) !== row.description;
  return { ...set, ...(reads ? { version: row.version + 1 } : {}) };
}

/** What the log keeps of a skill. */
export function logged({ description, body, appliesTo, enabled, version }: Row) {
  return { description, bodyCharacters: body.length, appliesTo, enabled, version };
}

/** A skill as people see it. */
export function shapeOf(row: Row, origin: Skill["origin"], overrides = false): Skill {
  const { id, name, description, body, version, appliesTo, enabled, rowVersion } = row;
  const facts = { version, appliesTo, enabled, rowVersion, updatedAt: row.updatedAt.toISOString() };
  return { id, name, description, body, origin, overrides, ...facts };
}

function fromMarkdown(markdown: string): SkillFields {
  const read = readSkill(markdown);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path, code, message }) => ({ path: path.join("."), rule: code, message }));
  const named = fields.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new AppError("request.validation_failed", `The Markdown is no skill. Begin with front matter (---): ${named}`, {
    fields,
  });
}

function refuseUnknown(appliesTo: readonly string[]): void {
  const strange = appliesTo.filter((name) => !(agentNames as readonly string[]).includes(name));
  if (strange.length === 0) return;
  throw new AppError("request.validation_failed", `There is no agent ${strange.join(", ")}.`, {
    fields: [{ path: "appliesTo", rule: "unknown", message: "must be names of agents" }],
  });
}
