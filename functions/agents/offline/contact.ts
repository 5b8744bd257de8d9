import type { Answer } from "#schema/agent.ts";
import type { ContactFound, ContactInput } from "../website-crawler.ts";

const wrong =
  /^(?:abuse|billing|careers?|jobs?|hr|legal|no-?reply|orders?|privacy|dpo|postmaster|sales|spam|unsubscribe)\b/i;
const preferred = [
  /^(?:editor|editorial|redaktion|blog|content)/i,
  /^(?:press|media|pr)\b/i,
  /^(?:hello|hi|info|contact|mail|office|team)\b/i,
];

/** The address of the site that is most likely read by those who look after its texts. Names are not guessed. */
export function composeContact(input: ContactInput): Answer<ContactFound> {
  const { domain, extract, isReachable, hasCaptcha, isBlocked, contactPageUrl } = input;
  const fit = input.addresses.filter((address) => !wrong.test(address));
  const rank = (address: string) => {
    const at = preferred.findIndex((pattern) => pattern.test(address));
    return (at < 0 ? preferred.length : at) + (address.endsWith(`@${domain}`) ? 0 : 10);
  };
  const [recipientEmail] = fit.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const at = recipientEmail ? extract.toLowerCase().indexOf(recipientEmail) : -1;
  return {
    data: {
      ...(contactPageUrl ? { contactPageUrl } : {}),
      ...(recipientEmail ? { recipientEmail } : {}),
      rawExtract: at < 0 ? "" : extract.slice(Math.max(0, at - 300), at + 300).trim(),
      ...{ isReachable, hasCaptcha, isBlocked },
    },
    citations: [],
    warnings: [],
  };
}
