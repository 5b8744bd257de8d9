import {
  ContactType,
  DisqualificationReason,
  LeadActivityType,
  LeadSource,
  LeadStatus,
  Suppression,
} from "../../lead.ts";
import { LeadEmailPurpose, LeadEmailStatus } from "../../lead-email.ts";

export const leadSets = {
  "contacts.suppressed": Suppression,
  "contacts.type": ContactType,
  "lead_activities.type": LeadActivityType,
  "lead_emails.purpose": LeadEmailPurpose,
  "lead_emails.status": LeadEmailStatus,
  "leads.disqualification_reason": DisqualificationReason,
  "leads.source": LeadSource,
  "leads.status": LeadStatus,
};
