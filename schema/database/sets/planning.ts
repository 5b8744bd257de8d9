import { ActionItemStatus } from "../../action-item.ts";
import { Gate, TaskRole } from "../../activity.ts";
import { SearchIntent } from "../../brief.ts";
import { CalendarDateKind } from "../../calendar.ts";
import { DeliverableStatus, PeriodStatus } from "../../deliverable.ts";
import { DeliverablePlanStatus, TemplateStatus } from "../../deliverable-plan.ts";
import { Direction, GoalStatus, ProgressKind, ProgressSource } from "../../goal.ts";
import {
  GroupPurpose,
  GroupStatus,
  KeywordCategory,
  KeywordDifficulty,
  KeywordSource,
  KeywordStatus,
  VolumeBucket,
} from "../../keyword.ts";
import { MonthStatus } from "../../month.ts";
import { TaskOverlap } from "../../recurring-task.ts";
import { ReviewStage, StrategyStatus } from "../../strategy.ts";
import { SubjectType } from "../../subject.ts";

export const planningSets = {
  "action_items.status": ActionItemStatus,
  "calendar_dates.kind": CalendarDateKind,
  "deliverable_periods.status": PeriodStatus,
  "deliverable_plans.status": DeliverablePlanStatus,
  "deliverable_templates.assignee_role": TaskRole,
  "deliverable_templates.status": TemplateStatus,
  "deliverables.status": DeliverableStatus,
  "deliverables.subject_type": SubjectType,
  "goal_progress.kind": ProgressKind,
  "goal_progress.source": ProgressSource,
  "goals.direction": Direction,
  "goals.status": GoalStatus,
  "keyword_groups.purpose": GroupPurpose,
  "keyword_groups.status": GroupStatus,
  "keywords.category": KeywordCategory,
  "keywords.difficulty": KeywordDifficulty,
  "keywords.intent": SearchIntent,
  "keywords.source": KeywordSource,
  "keywords.status": KeywordStatus,
  "keywords.volume_bucket": VolumeBucket,
  "plan_months.status": MonthStatus,
  "recurring_tasks.overlap": TaskOverlap,
  "strategies.review_stage": ReviewStage,
  "strategies.status": StrategyStatus,
  "tenant_activity_templates.gates": Gate,
};
