import { defineOptimizer } from "./descriptor/optimizer.ts";
import { composeOutreachChanges } from "./offline/asking-changes.ts";

export const seoOutreachOptimizer = defineOptimizer({
  name: "seo-outreach-optimizer",
  label: "SEO outreach optimiser",
  description: "Reads who answered outreach and proposes other subjects, pitches or kinds of sites.",
  actions: ["change_subject", "change_pitch", "drop_type", "add_follow_up"],
  craft:
    "Figures: reached is how many sites were written to, answered how many answered, won how many link now. A prospect_type is a kind of site, a pitch the subject line that was sent. Drop a kind that never answers while others do; change a subject line that hardly anybody answers, without praise and without a trick; a follow-up is added only where there is none. Below twenty mails nothing is decided.",
  compose: composeOutreachChanges,
});
