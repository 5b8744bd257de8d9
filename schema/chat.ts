import * as z from "zod";

export const ChatMode = z.enum(["analyst", "executor"]);
export const ChatPortal = z.enum(["dashboard", "dm", "manage", "mobile"]);
export const ChatRole = z.enum(["user", "agent", "tool", "system"]);
export const ChatMessageStatus = z.enum(["streaming", "done", "failed"]);

export const ChatThreadFields = z.strictObject({
  title: z.string().trim().min(1).max(200),
  mode: ChatMode,
});
export const ChatMessageInput = z.strictObject({ body: z.string().trim().min(1).max(4_000) });
