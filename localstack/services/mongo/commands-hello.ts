import { ObjectId } from "bson";
import type { Call, Handler } from "./call.ts";
import { helloAuth } from "./commands-auth.ts";
import type { Doc } from "./values.ts";

const VERSION = "7.0.14";

/** The only member of a replica set, so that drivers number their writes and repeat those whose answer was lost. */
function topology({ server: { address } }: Call): Doc {
  return {
    setName: "rs0",
    setVersion: 1,
    electionId: new ObjectId("7fffffff0000000000000001"),
    secondary: false,
    hosts: [address],
    primary: address,
    me: address,
  };
}

const hello: Handler = (call) => ({
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  ...topology(call),
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: 30,
  connectionId: 1,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
  ...helloAuth(call),
  ok: 1,
});

/** Handshake and signs of life. */
export const helloCommands: Record<string, Handler> = {
  hello,
  ping: () => ({ ok: 1 }),
  endSessions: () => ({ ok: 1 }),
  buildInfo: () => ({ version: VERSION, versionArray: [7, 0, 14, 0], maxBsonObjectSize: 16_777_216, ok: 1 }),
};
