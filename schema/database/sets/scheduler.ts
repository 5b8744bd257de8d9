import { RoutineName, RoutineOutcome } from "../../routine.ts";
import { CatchUp, Overlap, TaskStatus, TickStatus } from "../../task.ts";

export const schedulerSets = {
  "routine_turns.outcome": RoutineOutcome,
  "routine_turns.routine": RoutineName,
  "schedule_runs.status": TickStatus,
  "scheduled_tasks.catch_up": CatchUp,
  "scheduled_tasks.overlap": Overlap,
  "scheduled_tasks.status": TaskStatus,
  "schedules.catch_up": CatchUp,
  "schedules.last_status": TickStatus,
  "schedules.overlap": Overlap,
};
