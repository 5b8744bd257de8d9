import * as z from "zod";
import { retrieve } from "#core/dataset/retrieve.ts";
import { Trust } from "#schema/dataset.ts";
import { defineMethod, type ToolDescriptor } from "./descriptor.ts";

/** The tenant's own documents, by meaning and by words. */
export const ragSearch: ToolDescriptor = {
  name: "rag_search",
  description: "Looks for passages in the company's own documents and in what is known of its site and competitors.",
  writes: false,
  needsApproval: false,
  external: false,
  ratePerMinute: 120,
  timeoutMs: 20_000,
  methods: {
    search: defineMethod({
      description: "Passages that answer a query, best first.",
      input: z.strictObject({
        query: z.string().trim().min(2).max(300).describe("what to look for, in plain words"),
        topK: z.number().int().min(1).max(8).default(5),
      }),
      output: z.object({
        passages: z.array(z.object({ chunkId: z.string(), fileName: z.string(), text: z.string(), trust: Trust })),
      }),
      words: ({ query }) => query,
      async call({ query, topK }, { runId }) {
        const { hits } = await retrieve({ query, topK, source: "agent", runId });
        const passages = hits
          .filter((hit) => hit.used)
          .slice(0, topK)
          .map(({ chunkId, fileName, text, trust }) => ({ chunkId, fileName, text, trust }));
        return {
          output: { passages },
          passages: passages.map(({ chunkId, fileName, text, trust }) => ({
            label: `${chunkId} | ${fileName}`,
            trust,
            text,
          })),
        };
      },
    }),
  },
};
