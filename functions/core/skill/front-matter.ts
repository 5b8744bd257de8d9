import { SkillFields } from "#schema/skill.ts";

/** A skill as a Markdown file: front matter with `name`, `description` and perhaps `applies_to` (names by comma), then the body. */
export function readSkill(markdown: string) {
  const [, head = "", body = ""] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(markdown.trimStart()) ?? [];
  const fields = new Map(
    head.split(/\r?\n/).flatMap((line) => {
      const [, key = "", value = ""] = /^([a-z_]+):\s*(.*)$/.exec(line.trim()) ?? [];
      return key === "" ? [] : [[key, value.replace(/^(["'])(.*)\1$/, "$2").trim()] as const];
    }),
  );
  const names = (fields.get("applies_to") ?? "").replaceAll(/[[\]]/g, "").split(",");
  return SkillFields.safeParse({
    name: fields.get("name"),
    description: fields.get("description"),
    body: body.trim(),
    appliesTo: names.map((name) => name.trim()).filter((name) => name !== ""),
  });
}
