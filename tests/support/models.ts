import { provide } from "#platform/actor.ts";
import type { ModelEvent } from "#platform/model/index.ts";

/** Runs work of the platform itself, which carries no client's texts. */
export function ofPlatform<T>(work: () => T): T {
  return provide({ kind: "system", tenantId: null, name: "test" }, { door: "test", requestId: "req_test" }, work);
}

/** Everything a call yields; it must end with one `done`. */
export function collect(events: AsyncIterable<ModelEvent>) {
  return ofPlatform(async () => {
    const deltas: string[] = [];
    let done: Extract<ModelEvent, { type: "done" }> | undefined;
    for await (const event of events) {
      if (done) throw new Error("An event came after done.");
      if (event.type === "delta") deltas.push(event.text);
      if (event.type === "done") done = event;
    }
    if (!done) throw new Error("The stream ended without done.");
    return { deltas, done };
  });
}
