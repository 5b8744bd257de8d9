import { optionsOf } from "#kit/components/options.ts";
import type { Contact, ContactType, Subscription } from "#schema/contact.ts";

const types: Record<ContactType, string> = {
  lead: "Lead",
  customer: "Customer",
  prospect: "Prospect",
  partner: "Partner",
};
export const typeOptions = optionsOf(types);

export function typeOf(type: ContactType): string {
  return types[type];
}

const subscriptions: Record<Subscription, string> = {
  subscribed: "Gets the newsletter",
  unsubscribed: "Left",
  none: "Never asked",
};
export const subscriptionTabs = [{ value: "all", label: "All" }, ...optionsOf(subscriptions)] as const;

const suppressions: Record<NonNullable<Contact["suppressed"]>, string> = {
  bounce: "Mail comes back",
  complaint: "Complained",
  unsubscribe: "Left",
  manual: "Written to no more",
};

/** Whether a person is written to, in words and a tone. */
export function standingOf({ suppressed, subscription }: Pick<Contact, "suppressed" | "subscription">) {
  if (suppressed)
    return { tone: suppressed === "unsubscribe" ? "waiting" : "failed", word: suppressions[suppressed] } as const;
  return { tone: subscription === "subscribed" ? "done" : "waiting", word: subscriptions[subscription] } as const;
}

/** How a person is called in a list. */
export function contactName({
  firstName,
  lastName,
  email,
  phone,
}: Pick<Contact, "firstName" | "lastName" | "email" | "phone">) {
  return [firstName, lastName].filter(Boolean).join(" ") || email || phone || "Somebody";
}
