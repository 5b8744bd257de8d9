import { Binary } from "bson";
import type { Call, Handler } from "./call.ts";
import { MongoFailure } from "./failure.ts";
import { authenticationFailed, startConversation, userOf } from "./scram.ts";
import type { Doc } from "./values.ts";

/** saslStart, saslContinue, logout, connectionStatus. */
export const authCommands: Record<string, Handler> = {
  saslStart: (call) => ({ ...start(call, call.fields, call.db), ok: 1 }),

  saslContinue: ({ fields, peer, db }) => {
    const { attempt } = peer;
    if (!attempt || fields["conversationId"] !== 1) {
      throw new MongoFailure(17, "ProtocolError", "No SASL session state found");
    }
    if (attempt.done) {
      peer.attempt = undefined;
      return { conversationId: 1, done: true, payload: new Binary(Buffer.alloc(0)), ok: 1 };
    }
    peer.attempt = undefined;
    const signature = attempt.conversation.finish(textOf(fields["payload"]));
    peer.user = { name: attempt.user, db };
    if (!attempt.skipEmptyExchange) peer.attempt = { ...attempt, done: true };
    return { conversationId: 1, done: attempt.skipEmptyExchange, payload: binary(signature), ok: 1 };
  },

  logout: ({ peer }) => {
    peer.user = undefined;
    return { ok: 1 };
  },

  connectionStatus: ({ peer, server }) => {
    const user = peer.user && server.users.user(peer.user.name, peer.user.db);
    const authenticatedUsers = user ? [{ user: user.user, db: user.db }] : [];
    return { authInfo: { authenticatedUsers, authenticatedUserRoles: user?.roles ?? [] }, ok: 1 };
  },
};

/** What `hello` says of a login: the mechanisms of a user it is asked about, and the answer to an attempt that came with it. */
export function helloAuth(call: Call): Doc {
  const { fields, server } = call;
  const asked = fields["saslSupportedMechs"];
  const [db = "", ...name] = typeof asked === "string" ? asked.split(".") : [];
  const known = asked !== undefined && server.users.user(name.join("."), db);
  return {
    ...(known ? { saslSupportedMechs: ["SCRAM-SHA-256"] } : {}),
    ...speculative(call, fields["speculativeAuthenticate"] as Doc | undefined),
  };
}

// A failed attempt is left out of the answer; the client then tries again with a command of its own.
function speculative(call: Call, attempt: Doc | undefined): Doc {
  if (!attempt) return {};
  try {
    return { speculativeAuthenticate: start(call, attempt, String(attempt["db"])) };
  } catch {
    return {};
  }
}

function start({ peer, server }: Call, fields: Doc, db: string): Doc {
  peer.attempt = undefined;
  const mechanism = String(fields["mechanism"]);
  if (mechanism === "SCRAM-SHA-1") throw authenticationFailed();
  if (mechanism !== "SCRAM-SHA-256") {
    const message = `Received authentication for mechanism ${mechanism} which is not enabled`;
    throw new MongoFailure(334, "MechanismUnavailable", message);
  }
  const first = textOf(fields["payload"]);
  const user = server.users.user(userOf(first), db);
  if (!user) throw authenticationFailed();
  const conversation = startConversation(first, user.credentials["SCRAM-SHA-256"]);
  const options = fields["options"] as Doc | undefined;
  const skipEmptyExchange = options?.["skipEmptyExchange"] === true;
  peer.attempt = { user: user.user, conversation, skipEmptyExchange, done: false };
  return { conversationId: 1, done: false, payload: binary(conversation.firstAnswer) };
}

function binary(text: string): Binary {
  return new Binary(Buffer.from(text, "utf8"));
}

function textOf(payload: unknown): string {
  if (payload instanceof Binary) return Buffer.from(payload.value()).toString("utf8");
  throw authenticationFailed();
}
