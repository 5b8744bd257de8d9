import { ContactSource, ContactType, Suppression } from "../../contact.ts";
import { DisqualificationReason, LeadActivityType, LeadSource, LeadStatus } from "../../lead.ts";
import { LeadEmailPurpose, LeadEmailStatus } from "../../lead-email.ts";

export const leadSets = {
  "contacts.source": ContactSource,
  "contacts.suppressed": Suppression,
  "contacts.type": ContactType,
  "lead_activities.type": LeadActivityType,
  "lead_emails.purpose": LeadEmailPurpose,
  "lead_emails.status": LeadEmailStatus,
  "leads.disqualification_reason": DisqualificationReason,
  "leads.source": LeadSource,
  "leads.status": LeadStatus,
};
