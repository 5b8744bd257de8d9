import type { Context, Hono } from "hono";
import type { Control } from "./control.ts";
import { type ErrorBody, isKey, type SimulatorEnv } from "./door.ts";
import { openShelf } from "./shelf.ts";
import { simulate, textIn } from "./simulate.ts";
import { outbox, type Sign } from "./webhook.ts";

interface Message {
  id: string;
  message_id: number;
  chat: { id: number; type: string; first_name: string };
  date: number;
  text: string;
}

const textMax = 4096;
const bot = { id: 700_000_001, is_bot: true, first_name: "Leadmetrics", username: "leadmetrics_bot" };
const texts: Record<number, string> = { 401: "Unauthorized", 404: "Not Found", 500: "Internal Server Error" };

/** The Bot API, below `/telegram/bot<token>/`. Updates go to the webhook that `setWebhook` names, else wait for `getUpdates`. */
export function telegramSimulator(control: Control, dataDir: string): Hono<SimulatorEnv> {
  const messages = openShelf<Message>(dataDir, "telegram-messages");
  const pending: { update_id: number }[] = [];
  const send = outbox(control, "telegram", secretToken);
  let lastUpdate = 0;
  control.events.set("telegram", {
    message: (data) => {
      const update_id = 880_000 + ++lastUpdate;
      const from = { id: 42, is_bot: false, first_name: "Maya", language_code: "en" };
      const chat = { id: 42, type: "private", first_name: "Maya" };
      const message = { message_id: messages.next(), from, chat, date: seconds(), text: "/start", ...data };
      const update = { update_id, message };
      if (control.hooks.has("telegram")) send({ id: String(update_id), body: JSON.stringify(update) });
      else pending.push(update);
    },
  });
  const methods: Record<string, (c: Context<SimulatorEnv>, given: Record<string, unknown>) => Response> = {
    getme: (c) => done(c, { ...bot, can_join_groups: true, can_read_all_group_messages: false }),
    sendmessage: (c, given) => {
      const [chat, text] = [textIn(given, "chat_id"), textIn(given, "text")];
      if (chat === "") return c.var.refuse(400, "chat_id is empty");
      if (text === "") return c.var.refuse(400, "message text is empty");
      if (text.length > textMax) return c.var.refuse(400, "message is too long");
      if (!/^-?\d+$|^@\w+$/.test(chat) || chat === "404") return c.var.refuse(400, "chat not found");
      const message_id = messages.next();
      const message = {
        message_id,
        chat: { id: Number(chat) || 1, type: "private", first_name: "Maya" },
        date: seconds(),
        text,
      };
      messages.put({ id: String(message_id), ...message });
      return done(c, { from: bot, ...message });
    },
    setwebhook: (c, given) => {
      const [url, secret] = [textIn(given, "url"), textIn(given, "secret_token")];
      if (url === "") control.hooks.delete("telegram");
      else control.hooks.set("telegram", { provider: "telegram", url, ...(secret ? { secret } : {}) });
      return done(c, true, url === "" ? "Webhook was deleted" : "Webhook was set");
    },
    deletewebhook: (c) => done(c, control.hooks.delete("telegram") || true, "Webhook was deleted"),
    getwebhookinfo: (c) => {
      const url = control.hooks.get("telegram")?.url ?? "";
      return done(c, { url, has_custom_certificate: false, pending_update_count: pending.length });
    },
    getupdates: (c, given) => {
      if (control.hooks.has("telegram")) {
        return c.var.refuse(
          409,
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      }
      const offset = Number(given["offset"] ?? 0);
      while (pending.length > 0 && (pending[0]?.update_id ?? 0) < offset) pending.shift();
      return done(c, pending);
    },
  };
  return simulate(control, { provider: "telegram", errorBody: telegramError }, (app) => {
    app.on(["GET", "POST"], "/:bot{bot[^/]+}/:method", (c) => {
      const token = c.req.param("bot").slice(3);
      if (!/^\d+:[\w-]+$/.test(token)) return c.var.refuse(isKey(token) ? 404 : 401, "");
      const method = methods[c.req.param("method").toLowerCase()];
      return method ? method(c, { ...c.req.query(), ...c.var.fields }) : c.var.refuse(404, "");
    });
  });
}

/** Telegram does not sign: it sends back the secret that `setWebhook` was given. */
const secretToken: Sign = (_message, hook) => (hook.secret ? { "x-telegram-bot-api-secret-token": hook.secret } : {});

const telegramError: ErrorBody = (error_code, message, { retryAfterS } = {}) => {
  if (error_code === 429) {
    const retry_after = retryAfterS ?? 1;
    return {
      ok: false,
      error_code,
      description: `Too Many Requests: retry after ${retry_after}`,
      parameters: { retry_after },
    };
  }
  const prefix = { 400: "Bad Request: ", 403: "Forbidden: ", 409: "Conflict: " }[error_code] ?? "";
  return { ok: false, error_code, description: texts[error_code] ?? prefix + message };
};

function done(c: Context, result: unknown, description?: string): Response {
  return c.json({ ok: true, result, ...(description === undefined ? {} : { description }) });
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
