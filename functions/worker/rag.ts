import { handle } from "./door.ts";

export const handler = handle("rag__ingest");
