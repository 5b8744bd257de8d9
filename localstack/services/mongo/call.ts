import type { Cursors } from "./cursors.ts";
import type { Retries } from "./retries.ts";
import type { Conversation } from "./scram.ts";
import type { Store } from "./store.ts";
import type { Users } from "./users.ts";
import type { Command, Reply } from "./wire.ts";

/** What all connections share. */
export interface Server {
  address: string;
  /** Commands need a login. */
  locked: boolean;
  store: Store;
  cursors: Cursors;
  users: Users;
  retries: Retries;
}

/** What one connection knows: who logged in, and the login under way. */
export interface Peer {
  user?: { name: string; db: string } | undefined;
  attempt?: { user: string; conversation: Conversation; skipEmptyExchange: boolean; done: boolean } | undefined;
}

/** A command with what it works on. `ns` is `<database>.<collection>`. */
export interface Call extends Command {
  db: string;
  ns: string;
  peer: Peer;
  server: Server;
  store: Store;
  cursors: Cursors;
}

/** Answers one command; what it throws becomes the error answer. */
export type Handler = (call: Call) => Reply;
