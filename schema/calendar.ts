import * as z from "zod";
import { id } from "./ids.ts";

export const CalendarDateKind = z.enum(["pinned", "blackout", "holiday"]);

/** Dates the planner must respect. */
export const CalendarDateRow = z.object({
  id: id("calendarDate"),
  kind: CalendarDateKind,
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  title: z.string().min(1).max(120),
  platforms: z.array(z.string()).max(20),
  note: z.string().max(1000).nullable(),
});
