import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSkill } from "#core/skill/front-matter.ts";

const folder = join(import.meta.dirname, "skills");

/** The platform's first skills. */
export const skillRows = () =>
  readdirSync(folder)
    .toSorted()
    .map((file) => {
      const read = readSkill(readFileSync(join(folder, file), "utf8"));
      if (!read.success) throw new Error(`${file} is no skill: ${read.error.message}`);
      const { name, description, body, appliesTo } = read.data;
      return { name, description, body, appliesTo };
    });
