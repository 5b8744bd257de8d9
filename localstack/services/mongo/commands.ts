import type { Call, Handler, Peer, Server } from "./call.ts";
import { checkFields } from "./command-fields.ts";
import { adminCommands } from "./commands-admin.ts";
import { authCommands } from "./commands-auth.ts";
import { helloCommands } from "./commands-hello.ts";
import { indexCommands } from "./commands-index.ts";
import { readCommands } from "./commands-read.ts";
import { userCommands } from "./commands-users.ts";
import { writeCommands } from "./commands-write.ts";
import { asFailure, MongoFailure } from "./failure.ts";
import { mayRun } from "./privileges.ts";
import { retryRecord } from "./retries.ts";
import { encode } from "./rows.ts";
import type { Doc } from "./values.ts";
import type { Command, Reply } from "./wire.ts";
import { writeConcernOf } from "./write-concern.ts";

const handlers: Record<string, Handler | undefined> = {
  ...helloCommands,
  ...authCommands,
  ...userCommands,
  ...adminCommands,
  ...indexCommands,
  ...readCommands,
  ...writeCommands,
};

const otherNames: Record<string, string> = {
  findandmodify: "findAndModify",
  isMaster: "hello",
  ismaster: "hello",
  buildinfo: "buildInfo",
};

/** Commands that need no login. */
const open = new Set([
  "hello",
  "ping",
  "buildInfo",
  "saslStart",
  "saslContinue",
  "logout",
  "connectionStatus",
  "endSessions",
]);

/** Commands whose changes may be asked to be on the disk. */
const writing = new Set([
  ...Object.keys(writeCommands),
  ...Object.keys(userCommands),
  "create",
  "collMod",
  "drop",
  "dropDatabase",
  "createIndexes",
  "dropIndexes",
]);

/** Runs a command: its changes are in the journal before the answer is given. */
export function runCommand(command: Command, peer: Peer, server: Server): Reply {
  try {
    const name = otherNames[command.name] ?? command.name;
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (!handler) throw new MongoFailure(59, "CommandNotFound", `no such command: '${command.name}'`);
    const db = String(command.fields["$db"]);
    authorise(name, command.fields, db, peer, server);
    checkFields(name, command.fields);
    const { store, cursors } = server;
    const ns = `${db}.${String(command.fields[command.name])}`;
    return perform(name, handler, { ...command, db, ns, peer, server, store, cursors });
  } catch (error) {
    server.store.rollback();
    const failure = asFailure(error);
    return { ok: 0, errmsg: failure.message, code: failure.code, codeName: failure.codeName, ...failure.extra };
  }
}

function perform(name: string, handler: Handler, call: Call): Reply {
  const { store, retries } = call.server;
  const numbered = retries.read(name, call.fields);
  const concern = writeConcernOf(call.fields);
  const known = numbered && retries.known(numbered);
  if (known) return known;
  const reply = handler(call);
  if (numbered) {
    const bytes = reply instanceof Uint8Array ? reply : encode(reply);
    store.noteRetry(retryRecord(numbered, bytes));
    store.commit();
    retries.remember(numbered, bytes);
  } else store.commit();
  if (!writing.has(name)) return reply;
  if (concern.synced) store.sync();
  return concern.error && !(reply instanceof Uint8Array) ? { ...reply, writeConcernError: concern.error } : reply;
}

function authorise(name: string, fields: Doc, db: string, peer: Peer, server: Server): void {
  if (!server.locked || open.has(name)) return;
  const user = peer.user && server.users.user(peer.user.name, peer.user.db);
  if (!user) throw new MongoFailure(13, "Unauthorized", `Command ${name} requires authentication`);
  if (mayRun(server.users.privilegesOf(user.roles), name, fields, db)) return;
  throw new MongoFailure(13, "Unauthorized", `not authorized on ${db} to execute command ${shown(fields)}`);
}

function shown(fields: Doc): string {
  const entries = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `{ ${entries.join(", ")} }`;
}
