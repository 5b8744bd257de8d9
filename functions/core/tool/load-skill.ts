import * as z from "zod";
import { defineMethod, type ToolDescriptor, ToolFailure } from "./descriptor.ts";

/** Brings a skill of the manifest in full. */
export const loadSkill: ToolDescriptor = {
  name: "load_skill",
  description: "Brings one of the listed skills in full. Load a skill when its description fits the task.",
  writes: false,
  needsApproval: false,
  external: false,
  ratePerMinute: 120,
  timeoutMs: 5_000,
  methods: {
    load: defineMethod({
      description: "The whole text of a skill.",
      input: z.strictObject({ name: z.string().min(2).max(61).describe("a name of the list of skills") }),
      output: z.object({ name: z.string(), body: z.string() }),
      words: ({ name }) => name,
      async call({ name }, { skills }) {
        const body = skills.get(name);
        if (body === undefined)
          throw new ToolFailure("not_found", `There is no skill ${name}. Known: ${[...skills.keys()].join(", ")}.`);
        return { output: { name, body }, passages: [{ label: `skill ${name}`, trust: "platform", text: body }] };
      },
    }),
  },
};
