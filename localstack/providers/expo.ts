import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type { Control } from "./control.ts";
import { type ErrorBody, isKey, type SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { bearer, simulate } from "./simulate.ts";

interface Push {
  id: string;
  to: string;
  title: string;
  body: string;
}

interface PushMessage {
  to?: string | string[];
  title?: string;
  body?: string;
}

const messagesMax = 100;
const codes: Record<number, string> = {
  400: "VALIDATION_ERROR",
  401: "UNAUTHORIZED",
  404: "NOT_FOUND",
  429: "TOO_MANY_REQUESTS",
};

/** Tickets and receipts of Expo's push service, below `/expo/--/api/v2/push`. Tokens with "gone" in them are no longer registered. */
export function expoSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const pushes = openShelf<Push>(dataDir, "expo-pushes");
  const ticket = (to: string, { title = "", body = "" }: PushMessage): object => {
    if (!/^Expo(nent)?PushToken\[[^\]]+\]$/.test(to) || to.includes("gone")) {
      const message = `"${to}" is not a registered push notification recipient`;
      return { status: "error", message, details: { error: "DeviceNotRegistered", expoPushToken: to } };
    }
    return { status: "ok", id: pushes.put({ id: randomUUID(), to, title, body }).id };
  };
  return simulate(control, { provider: "expo", errorBody: expoError }, (app) => {
    app.use(async (c, next) => {
      const given = c.req.header("authorization");
      if (given !== undefined && !isKey(bearer(c))) return c.var.refuse(401, "The bearer token is invalid.");
      await next();
      return undefined;
    });
    app.post("/--/api/v2/push/send", (c) => {
      const given = c.var.fields as PushMessage | PushMessage[];
      const messages = [given].flat();
      if (messages.some((message) => message.to === undefined)) return c.var.refuse(400, '"to" is required.');
      const wanted = messages.flatMap((message) => [message.to ?? []].flat().map((to) => ({ to, message })));
      if (wanted.length > messagesMax) {
        return c.var.refuse(
          400,
          `You are trying to send ${wanted.length} push notifications in one request. The limit is ${messagesMax}.`,
          { code: "PUSH_TOO_MANY_NOTIFICATIONS" },
        );
      }
      const tickets = wanted.map(({ to, message }) => ticket(to, message));
      return c.json({ data: !Array.isArray(given) && typeof given.to === "string" ? tickets[0] : tickets });
    });
    app.post("/--/api/v2/push/getReceipts", (c) => {
      const ids = c.var.fields["ids"];
      if (!Array.isArray(ids)) return c.var.refuse(400, '"ids" is required.');
      const known = ids.map(String).filter((id) => pushes.get(id));
      return c.json({ data: Object.fromEntries(known.map((id) => [id, { status: "ok" }])) });
    });
  });
}

const expoError: ErrorBody = (status, message, { code = codes[status] ?? "INTERNAL_SERVER_ERROR" } = {}) => ({
  errors: [{ code, message, isTransient: status === 429 || status >= 500 }],
});
