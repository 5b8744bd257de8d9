import { LeadRefKind, SyncMode, SyncPhase, SyncStatus } from "../../crm.ts";

export const crmSets = {
  "crm_syncs.mode": SyncMode,
  "crm_syncs.phase": SyncPhase,
  "crm_syncs.status": SyncStatus,
  "lead_refs.kind": LeadRefKind,
};
