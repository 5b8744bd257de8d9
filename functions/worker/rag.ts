import { Busy } from "#core/busy.ts";
import * as Dataset from "#core/dataset/index.ts";
import { type Payload, queues } from "#schema/queues.ts";
import { handle } from "./door.ts";

export const handler = handle<"functions/worker/rag.handler">({
  rag__ingest: (data, { receiveCount }) => {
    if (data.kind === "text") return Dataset.takeWritten(data);
    return data.kind === "purge" ? Dataset.purge(data.fileId) : ingest(data, receiveCount);
  },
});

// People must see that a file will not come: after the last try it ends as failed instead of waiting for ever.
async function ingest(
  { fileId, generation }: Exclude<Payload<"rag__ingest">, { kind: "text" }>,
  receiveCount: number,
): Promise<void> {
  try {
    await Dataset.ingest(fileId, generation);
  } catch (error) {
    if (!(error instanceof Busy) && receiveCount >= queues.rag__ingest.attempts)
      await Dataset.failed(fileId, "embed_error");
    throw error;
  }
}
