import { createRoute, z } from "@hono/zod-openapi";
import * as Action from "#core/chat/action.ts";
import * as Chat from "#core/chat/index.ts";
import { ChatMessage, ChatMessageInput, ChatThread, ChatThreadFields, ChatThreadPatch } from "#schema/chat.ts";
import { ChatAction, ChatConfirm } from "#schema/chat-action.ts";
import { Page, PageQuery } from "#schema/page.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { accepts, answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["chat"];
const query = z.strictObject(PageQuery.shape);

export const chat = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/chat/threads",
      tags,
      summary: "Own conversations",
      request: { query },
      responses: answers(Page(ChatThread)),
    }),
    async (c) => c.json(await Chat.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/chat/threads",
      tags,
      summary: "Begin a conversation",
      request: body(ChatThreadFields),
      responses: creates(ChatThread),
    }),
    async (c) => c.json(await Chat.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/chat/threads/{id}",
      tags,
      summary: "Rename a conversation or put it away",
      request: { ...withId, ...body(ChatThreadPatch) },
      responses: answers(ChatThread),
    }),
    async (c) => c.json(await Chat.change(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/chat/threads/{id}",
      tags,
      summary: "Take a conversation away",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Chat.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/chat/threads/{id}/messages",
      tags,
      summary: "What was said, newest first",
      request: { ...withId, query },
      responses: answers(Page(ChatMessage)),
    }),
    async (c) => c.json(await Chat.messages(c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/chat/threads/{id}/messages",
      tags,
      summary: "Ask; the answer is written by a run that streams",
      request: { ...withId, ...body(ChatMessageInput) },
      responses: accepts(ChatMessage),
    }),
    async (c) => c.json(await Chat.say(c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/chat/threads/{id}/actions",
      tags,
      summary: "What was proposed, newest first",
      request: withId,
      responses: answers(Items(ChatAction)),
    }),
    async (c) => c.json({ items: await Action.list(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/chat/actions/{id}/confirm",
      tags,
      summary: "Have a proposal done, once",
      middleware: keyRequired,
      request: { ...withId, ...body(ChatConfirm) },
      responses: answers(ChatAction),
    }),
    async (c) => c.json(await Action.confirm(c.req.valid("param").id, c.req.valid("json").contentHash), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/chat/actions/{id}/decline",
      tags,
      summary: "Leave a proposal undone",
      request: withId,
      responses: answers(ChatAction),
    }),
    async (c) => c.json(await Action.decline(c.req.valid("param").id), 200),
  );
