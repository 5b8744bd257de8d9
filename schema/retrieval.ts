import * as z from "zod";

export const RetrievalMode = z.enum(["hybrid", "dense", "bm25"]);
/** Who asked the datasets. */
export const RetrievalSource = z.enum(["agent", "sandbox", "chat", "writer"]);
