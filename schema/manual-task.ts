import * as z from "zod";
import { TaskRole } from "./activity.ts";
import { id } from "./ids.ts";

/** Work of people that others are tied to, at most so much each way. */
const tiesMax = 10;
const ties = z.array(id("activity")).max(tiesMax);

const Fields = {
  title: z.string().trim().min(5).max(120),
  notes: z.string().trim().max(2_000).nullable(),
  dueOn: z.iso.date(),
  assigneeUserId: id("user").nullable().describe("who does it; null for whoever has the role"),
  assigneeRole: TaskRole.nullable().describe("whose work it is while nobody is named"),
  dependsOn: ties.describe("activities that must be done before"),
  neededBy: ties.describe("activities that wait for it"),
};

/** A task that a person does once, beside what the plan promises. */
export const NewTask = z.strictObject({
  ...Fields,
  notes: Fields.notes.default(null),
  assigneeUserId: Fields.assigneeUserId.default(null),
  assigneeRole: Fields.assigneeRole.default(null),
  dependsOn: Fields.dependsOn.default([]),
  neededBy: Fields.neededBy.default([]),
});
export type NewTask = z.infer<typeof NewTask>;

/** Only what is named changes. */
export const TaskPatch = z.strictObject(Fields).partial();
export type TaskPatch = z.infer<typeof TaskPatch>;
