import type * as z from "zod";
import { ActionItemRow } from "../action-item.ts";
import { TenantActivityTemplateRow } from "../activity.ts";
import { AgentSessionRow } from "../agent-session.ts";
import { AnomalyAlertRow } from "../anomaly.ts";
import { TenantBaselineRow } from "../baseline.ts";
import { BrandAssetRow } from "../brand.ts";
import { TenantBrandingRow } from "../branding.ts";
import { TenantBudgetRow } from "../budget.ts";
import { CalendarDateRow } from "../calendar.ts";
import { CompetitorRow } from "../competitor.ts";
import { ContractRow } from "../contract.ts";
import { DeliverablePeriodRow, DeliverableRow } from "../deliverable.ts";
import { DeliverablePlanRow, DeliverableTemplateRow } from "../deliverable-plan.ts";
import { GoalProgressRow, GoalRow } from "../goal.ts";
import { TenantAgentMemoryRow } from "../memory.ts";
import { RecurringTaskRow } from "../recurring-task.ts";
import { ResearchNoteRow } from "../research.ts";
import { ToolCallRow } from "../run.ts";
import { SavedViewRow } from "../saved-view.ts";
import { SignupSessionRow } from "../signup.ts";
import { StrategyConfigRow, StrategyRow } from "../strategy.ts";
import { TenantFeatureFlagRow } from "../tenant.ts";
import { TenantExportRow } from "../tenant-export.ts";

/**
 * Table -> its row as code sees it, without the standard columns. `npm run verify` compares each field with its column: that
 * it is there, what it holds, whether it may be empty, its words, its length and its range.
 */
export const rows: Readonly<Record<string, z.ZodObject>> = {
  action_items: ActionItemRow,
  agent_sessions: AgentSessionRow,
  anomaly_alerts: AnomalyAlertRow,
  brand_assets: BrandAssetRow,
  calendar_dates: CalendarDateRow,
  competitors: CompetitorRow,
  contracts: ContractRow,
  deliverable_periods: DeliverablePeriodRow,
  deliverable_plans: DeliverablePlanRow,
  deliverable_templates: DeliverableTemplateRow,
  deliverables: DeliverableRow,
  goal_progress: GoalProgressRow,
  goals: GoalRow,
  recurring_tasks: RecurringTaskRow,
  research_notes: ResearchNoteRow,
  saved_views: SavedViewRow,
  signup_sessions: SignupSessionRow,
  strategies: StrategyRow,
  strategy_configs: StrategyConfigRow,
  tenant_activity_templates: TenantActivityTemplateRow,
  tenant_agent_memories: TenantAgentMemoryRow,
  tenant_baselines: TenantBaselineRow,
  tenant_brandings: TenantBrandingRow,
  tenant_budgets: TenantBudgetRow,
  tenant_exports: TenantExportRow,
  tenant_feature_flags: TenantFeatureFlagRow,
  tool_calls: ToolCallRow,
};
