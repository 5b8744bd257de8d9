import type { LiveFrame } from "#schema/live.ts";
import type { Side } from "#schema/roles.ts";

/** Who listens, in the tenant of the event. */
export interface Listener {
  userId: string;
  side: Side;
}

/** True when the listener may know of the event: nobody hears what they could not read. */
export function mayHear(listener: Listener, frame: LiveFrame): boolean {
  if (frame.type === "notification:new" || frame.type === "chat:message")
    return frame.data["userId"] === listener.userId;
  if (frame.type === "comment:updated" && frame.data["visibility"] === "internal") return listener.side === "agency";
  return true;
}
