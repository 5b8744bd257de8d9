import type { Tone } from "../theme/status-tokens.ts";

export interface StageState {
  who: string;
  tone: Tone;
  word: string;
}

/** How far a version's review is in two stages: the agency's, then the client's. */
export function stagesOf(status: string, reviewStage: "dm" | "client" | null): StageState[] {
  const state = (who: string, tone: Tone, word: string): StageState => ({ who, tone, word });
  const waits = ["attention", "Decides now"] as const;
  const later = ["waiting", "After the agency"] as const;
  if (status === "pending_review" && reviewStage === "client")
    return [state("Agency", "done", "Approved"), state("You", ...waits)];
  if (status === "pending_review") return [state("Agency", ...waits), state("You", ...later)];
  if (status === "approved") return [state("Agency", "done", "Approved"), state("You", "done", "Approved")];
  return [];
}
