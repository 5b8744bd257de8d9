import * as z from "zod";

/** A voice that may be quoted: only these, and only as they stand here. */
export const Proof = z.object({ quote: z.string(), author: z.string().optional(), source: z.string() });
