import { ChatMessageStatus, ChatMode, ChatPortal, ChatRole } from "../../chat.ts";
import { ChatActionStatus, ChatVerb } from "../../chat-action.ts";
import { SubjectType } from "../../subject.ts";

export const chatSets = {
  "chat_actions.status": ChatActionStatus,
  "chat_actions.verb": ChatVerb,
  "chat_messages.role": ChatRole,
  "chat_messages.status": ChatMessageStatus,
  "chat_threads.mode": ChatMode,
  "chat_threads.portal": ChatPortal,
  "chat_threads.subject_type": SubjectType,
};
