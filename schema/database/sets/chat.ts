import { ChatMessageStatus, ChatMode, ChatPortal, ChatRole } from "../../chat.ts";
import { SubjectType } from "../../subject.ts";

export const chatSets = {
  "chat_messages.role": ChatRole,
  "chat_messages.status": ChatMessageStatus,
  "chat_threads.mode": ChatMode,
  "chat_threads.portal": ChatPortal,
  "chat_threads.subject_type": SubjectType,
};
