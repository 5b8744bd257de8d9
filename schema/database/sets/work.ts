import { ActivityStatus, BlockedReason, DependencyKind, Gate, Priority, WakeReason } from "../../activity.ts";
import { AgentTier, Tier } from "../../agent.ts";
import { AnomalyDirection, AnomalyPeriod, AnomalyStatus, Severity } from "../../anomaly.ts";
import { Risk } from "../../approval.ts";
import { ClaimSupport } from "../../claim.ts";
import { Confidence, CriticAdvice } from "../../critic.ts";
import { LessonSource } from "../../memory.ts";
import { RetrievalMode, RetrievalSource } from "../../retrieval.ts";
import {
  CallPurpose,
  CallStatus,
  EditCategory,
  RunErrorCode,
  RunStatus,
  StepKind,
  StepStatus,
  ValidatorAction,
  ValidatorName,
} from "../../run.ts";
import { RunSubject, SubjectType } from "../../subject.ts";
import { Plan } from "../../tenant.ts";

export const workSets = {
  "activities.blocked_reason": BlockedReason,
  "activities.priority": Priority,
  "activities.status": ActivityStatus,
  "activities.wake_reason": WakeReason,
  "activity_dependencies.kind": DependencyKind,
  "activity_templates.gates": Gate,
  "activity_templates.min_plan": Plan,
  "activity_templates.risk": Risk,
  "agent_runs.error_code": RunErrorCode,
  "agent_runs.status": RunStatus,
  "agent_runs.subject_type": RunSubject,
  "agent_runs.tier": AgentTier,
  "agent_runs.wake_reason": WakeReason,
  "anomaly_alerts.direction": AnomalyDirection,
  "anomaly_alerts.period": AnomalyPeriod,
  "anomaly_alerts.severity": Severity,
  "anomaly_alerts.status": AnomalyStatus,
  "claims.subject_type": SubjectType,
  "claims.support": ClaimSupport,
  "critic_results.confidence": Confidence,
  "critic_results.recommendation": CriticAdvice,
  "critic_results.subject_type": SubjectType,
  "edit_examples.category": EditCategory,
  "edit_examples.subject_type": SubjectType,
  "llm_calls.purpose": CallPurpose,
  "llm_calls.status": CallStatus,
  "llm_calls.tier": Tier,
  "memory_evidence.source": LessonSource,
  "memory_evidence.subject_type": SubjectType,
  "retrieval_logs.mode": RetrievalMode,
  "retrieval_logs.source": RetrievalSource,
  "run_steps.kind": StepKind,
  "run_steps.status": StepStatus,
  "validator_results.action": ValidatorAction,
  "validator_results.validator": ValidatorName,
};
