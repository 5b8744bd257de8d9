import * as z from "zod";
import type { AgentName } from "./agent.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import type { Mark } from "./roles.ts";

/** What a conversation is for: to ask, to have something done, or to ask about plan and credits. */
export const ChatMode = z.enum(["analyst", "executor", "billing"]);
export type ChatMode = z.infer<typeof ChatMode>;
export const ChatPortal = z.enum(["dashboard", "dm", "manage", "mobile"]);
export type ChatPortal = z.infer<typeof ChatPortal>;
export const ChatRole = z.enum(["user", "agent", "tool", "system"]);
export type ChatRole = z.infer<typeof ChatRole>;
export const ChatMessageStatus = z.enum(["streaming", "done", "failed"]);
export type ChatMessageStatus = z.infer<typeof ChatMessageStatus>;

/** Who answers in a mode. */
export const chatAgents = {
  analyst: "chat-analyst",
  executor: "chat-executor",
  billing: "billing-agent",
} as const satisfies Record<ChatMode, string>;
export type ChatAgent = (typeof chatAgents)[ChatMode] & AgentName;

/** So many messages before a question are told to the agent. */
export const historyMax = 40;

export const ChatThreadFields = z.strictObject({
  title: z.string().trim().min(1).max(200).default("New conversation"),
  mode: ChatMode.default("analyst"),
});
export const ChatThreadPatch = z.strictObject({
  title: z.string().trim().min(1).max(200).optional(),
  archived: z.boolean().optional(),
});
export type ChatThreadPatch = z.infer<typeof ChatThreadPatch>;
export const ChatMessageInput = z.strictObject({ body: z.string().trim().min(1).max(4_000) });

export const ChatThread = z.object({
  id: id("chatThread"),
  title: z.string(),
  mode: ChatMode,
  portal: ChatPortal,
  lastMessageAt: Time.nullable(),
  archivedAt: Time.nullable(),
  createdAt: Time,
});
export type ChatThread = z.infer<typeof ChatThread>;

/** What an answer rests on: a row of the workspace that was read, or a passage of its documents. */
export const ChatCitation = z.object({ claim: z.string(), source: z.string() });
export type ChatCitation = z.infer<typeof ChatCitation>;
/** What was looked up for an answer. */
export const ChatPart = z.object({
  type: z.literal("tool"),
  tool: z.string(),
  method: z.string(),
  ok: z.boolean(),
});
export type ChatPart = z.infer<typeof ChatPart>;

export const ChatMessage = z.object({
  id: id("chatMessage"),
  role: ChatRole,
  body: z.string(),
  parts: z.array(ChatPart),
  citations: z.array(ChatCitation),
  status: ChatMessageStatus,
  errorCode: z.string().nullable(),
  runId: z.string().nullable().describe("its steps and text stream at /live/v1/runs/{id}"),
  createdAt: Time,
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** The portal a person talks from, by who they are. */
export function portalOf(mark: Mark): ChatPortal {
  if (mark === "SA") return "manage";
  return mark === "DL" || mark === "DM" ? "dm" : "dashboard";
}
