import type { Answer, Envelope } from "#schema/agent.ts";
import { askingLimits } from "#schema/review-campaign.ts";
import type { RequestInput, RequestMessages } from "../review-campaign-writer.ts";
import { citedOf, materialFor } from "./material.ts";
import { cut } from "./wording.ts";

type Message = RequestMessages["messages"][number];

const unfit = /\b(?:discount|voucher|coupon|gift|reward|prize|draw|free|stars?|percent|review|if you)\b|\d/i;
const delays = { email: 48, sms: 24, whatsapp: 24 } as const;

/** One plain request for each channel: who asks, the address, and the way out. */
export function composeRequests(input: RequestInput, envelope: Envelope): Answer<RequestMessages> {
  const { locationName, reviewUrl } = input;
  const material = materialFor(locationName, envelope, { seed: reviewUrl });
  const own = material.passages
    .flatMap(({ sentences }) => sentences)
    .filter((sentence) => sentence.length <= 240 && !unfit.test(sentence))
    .slice(0, 2);
  const company = material.brand ?? locationName;
  const compose: Record<Message["channel"], () => Message> = {
    email: () => ({
      channel: "email",
      subject: cut(`How was it with us at ${locationName}?`, 60).padEnd(20, "."),
      body: cut(
        [
          "Hello,",
          `you were with us at ${cut(locationName, 80)} lately. Would you tell others how it was? What you write helps people who look for the same, and it tells us what to do better, whatever it is.`,
          ...(own.length > 0 ? [own.join(" ")] : []),
          `This is the place: ${reviewUrl}`,
          `Kind regards, the team of ${cut(company, 80)}`,
          "If you want no more messages of this kind, unsubscribe with one click below.",
        ].join("\n\n"),
        askingLimits.email,
      ),
      delayHours: delays.email,
    }),
    sms: () => ({ channel: "sms", body: short(input), delayHours: delays.sms }),
    whatsapp: () => ({
      channel: "whatsapp",
      body: `Hello, this is ${cut(company, 80)}. You were with us at ${cut(locationName, 80)} lately. Would you tell others how it was, in your own words? ${reviewUrl} Answer STOP and you hear no more of it.`,
      delayHours: delays.whatsapp,
    }),
  };
  const messages = input.channels.map((channel) => compose[channel]());
  const said = messages.map(({ body }) => body).join("\n");
  return { data: { messages }, citations: citedOf(material.passages, said), warnings: [] };
}

function short({ locationName, reviewUrl }: RequestInput): string {
  const rest = `How was it at ? Tell others: ${reviewUrl} STOP ends this.`;
  return `How was it at ${cut(locationName, Math.max(8, askingLimits.sms - rest.length))}? Tell others: ${reviewUrl} STOP ends this.`;
}
