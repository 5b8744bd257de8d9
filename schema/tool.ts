import * as z from "zod";

/** What an agent may be given to work with. */
export const ToolName = z.enum(["rag_search", "web_search", "web_fetch", "load_skill", "workspace", "billing"]);
export type ToolName = z.infer<typeof ToolName>;

/** How a call names what it wants: the tool, and its method where it has several. */
export type ToolCallName = ToolName | `${ToolName}__${string}`;

/** Why a tool did not do what it was asked. All but `tool_denied` are told to the model, which may go on. */
export const ToolErrorCode = z.enum([
  "tool_denied",
  "bad_input",
  "not_from_task",
  "approval_required",
  "rate_limited",
  "not_configured",
  "not_found",
  "failed",
]);
export type ToolErrorCode = z.infer<typeof ToolErrorCode>;

/** The same call, argument for argument, is made less often than this. */
export const sameCallsMax = 3;
/** Characters of a tool's answer that its row shows; the whole is in the object store. */
export const toolResultMax = 500;
