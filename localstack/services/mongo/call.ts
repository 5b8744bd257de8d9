import type { Cursors } from "./cursors.ts";
import type { Store } from "./store.ts";
import type { Command, Reply } from "./wire.ts";

/** A command with what it works on. `ns` is `<database>.<collection>`. */
export interface Call extends Command {
  db: string;
  ns: string;
  store: Store;
  cursors: Cursors;
}

/** Answers one command; what it throws becomes the error answer. */
export type Handler = (call: Call) => Reply;
