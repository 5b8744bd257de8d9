import type { Notification } from "#schema/notification.ts";

export interface Day {
  label: string;
  items: Notification[];
}

const dayMs = 86_400_000;

function labelOf(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return "Today";
  if (at.toDateString() === new Date(now.getTime() - dayMs).toDateString()) return "Yesterday";
  return at.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
}

/** Groups a newest-first list by the viewer's days, in the same order. */
export function byDay(items: readonly Notification[], now = new Date()): Day[] {
  const days: Day[] = [];
  for (const item of items) {
    const label = labelOf(new Date(item.createdAt), now);
    const last = days.at(-1);
    if (last?.label === label) last.items.push(item);
    else days.push({ label, items: [item] });
  }
  return days;
}
