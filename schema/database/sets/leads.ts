import { ContactSource, ContactType, Suppression } from "../../contact.ts";
import { DisqualificationReason, LeadActivityType, LeadSource, LeadStatus } from "../../lead.ts";
import { LeadEmailPurpose, LeadEmailStatus } from "../../lead-email.ts";
import { EnrollmentStatus, ExitReason, SequenceStatus, StepChannel, StepRunStatus } from "../../nurture.ts";

export const leadSets = {
  "contacts.source": ContactSource,
  "contacts.suppressed": Suppression,
  "contacts.type": ContactType,
  "lead_activities.type": LeadActivityType,
  "lead_emails.purpose": LeadEmailPurpose,
  "lead_emails.status": LeadEmailStatus,
  "lead_nurture_enrollments.exit_reason": ExitReason,
  "lead_nurture_enrollments.status": EnrollmentStatus,
  "lead_nurture_sequences.status": SequenceStatus,
  "lead_nurture_steps.channel": StepChannel,
  "leads.disqualification_reason": DisqualificationReason,
  "leads.source": LeadSource,
  "leads.status": LeadStatus,
  "nurture_step_runs.status": StepRunStatus,
};
