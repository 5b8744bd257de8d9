import { defineOptimizer } from "./descriptor/optimizer.ts";
import { composeReviewChanges } from "./offline/asking-changes.ts";

export const reviewCampaignOptimizer = defineOptimizer({
  name: "review-campaign-optimizer",
  label: "Review campaign optimiser",
  description: "Reads how requests for reviews are answered and proposes another channel, time or wording.",
  actions: ["change_channel", "change_delay", "change_text"],
  craft:
    "Figures: reached is how many customers were asked, answered how many opened or followed the request, won how many reviews came of it. A channel is e-mail, sms or whatsapp; a message is one request with its delay in hours as text, and change_delay gives the new hours; a pitch is its wording, and change_text gives all of the new one. Everybody is asked alike: never propose to ask only the content ones, nor to offer something for a review. A new wording keeps the address of the reviews and its way to opt out. Below twenty requests nothing is decided.",
  compose: composeReviewChanges,
});
