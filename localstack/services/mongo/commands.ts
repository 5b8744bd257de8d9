import type { Handler } from "./call.ts";
import { adminCommands } from "./commands-admin.ts";
import { readCommands } from "./commands-read.ts";
import { writeCommands } from "./commands-write.ts";
import type { Cursors } from "./cursors.ts";
import { asFailure, MongoFailure } from "./failure.ts";
import type { Store } from "./store.ts";
import type { Doc } from "./values.ts";
import type { Command, Reply } from "./wire.ts";

const handlers: Record<string, Handler | undefined> = {
  ...adminCommands,
  ...readCommands,
  ...writeCommands,
  findandmodify: writeCommands["findAndModify"],
};

/** Runs a command: its changes are in the journal before the answer is given. */
export function runCommand(command: Command, store: Store, cursors: Cursors): Reply {
  try {
    const handler = Object.hasOwn(handlers, command.name) ? handlers[command.name] : undefined;
    if (!handler) throw new MongoFailure(59, "CommandNotFound", `no such command: '${command.name}'`);
    refuseTransaction(command.fields);
    const db = String(command.fields["$db"]);
    const reply = handler({ ...command, db, ns: `${db}.${String(command.fields[command.name])}`, store, cursors });
    store.commit();
    return reply;
  } catch (error) {
    store.rollback();
    const failure = asFailure(error);
    return { ok: 0, errmsg: failure.message, code: failure.code, codeName: failure.codeName, ...failure.extra };
  }
}

function refuseTransaction(fields: Doc): void {
  if (fields["txnNumber"] === undefined) return;
  throw new MongoFailure(
    20,
    "IllegalOperation",
    "Transaction numbers are only allowed on a replica set member or mongos",
  );
}
