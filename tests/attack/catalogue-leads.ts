import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const all: Mark[] = [...agency, "TA", "CA", "TM"];
const sellers: Mark[] = [...agency, "TA", "TM"];
const leaders: Mark[] = [...agency, "TA"];
const lead = { params: { id: "lead" } } as const;
const sequence = { params: { id: "nurtureSequence" } } as const;
const contact = { params: { id: "contact" } } as const;
const segment = { params: { id: "contactSegment" } } as const;

/** The routes of conversations and leads. A conversation is its owner's alone: nobody who is asked for here has one. */
export const leadExpectations: Record<string, Expectation> = {
  "GET /tenant/v1/chat/threads": { may: all },
  "POST /tenant/v1/chat/threads": { may: all, body: () => ({ title: "Only ours" }) },
  "PATCH /tenant/v1/chat/threads/{id}": { may: all, params: { id: "chatThread" }, body: () => ({ title: "Ours" }) },
  "DELETE /tenant/v1/chat/threads/{id}": { may: all, params: { id: "chatThread" } },
  "GET /tenant/v1/chat/threads/{id}/messages": { may: all, params: { id: "chatThread" } },
  "POST /tenant/v1/chat/threads/{id}/messages": {
    may: all,
    params: { id: "chatThread" },
    body: () => ({ body: "What is done?" }),
  },
  "GET /tenant/v1/chat/threads/{id}/actions": { may: all, params: { id: "chatThread" } },
  "POST /tenant/v1/chat/actions/{id}/confirm": {
    may: all,
    params: { id: "chatAction" },
    body: () => ({ contentHash: "0".repeat(64) }),
  },
  "POST /tenant/v1/chat/actions/{id}/decline": { may: all, params: { id: "chatAction" } },

  "GET /tenant/v1/nurture/sequences": { may: sellers },
  "POST /tenant/v1/nurture/sequences": {
    may: leaders,
    body: () => ({
      name: "A sequence of one's own",
      steps: [{ channel: "email", delayHours: 24, body: "Say hello." }],
    }),
  },
  "GET /tenant/v1/nurture/sequences/{id}": { may: sellers, ...sequence },
  "POST /tenant/v1/nurture/sequences/{id}/activate": { may: leaders, ...sequence },
  "POST /tenant/v1/nurture/sequences/{id}/pause": { may: leaders, ...sequence },
  "POST /tenant/v1/nurture/sequences/{id}/archive": { may: leaders, ...sequence },
  "GET /tenant/v1/leads/{id}/nurture": { may: sellers, ...lead },
  "POST /tenant/v1/leads/{id}/nurture/enroll": {
    may: sellers,
    ...lead,
    body: (_, { nurtureSequence }) => ({ sequenceId: nurtureSequence }),
  },
  "POST /tenant/v1/leads/{id}/nurture/pause": { may: sellers, ...lead, body: () => ({}) },
  "POST /tenant/v1/leads/{id}/nurture/resume": { may: sellers, ...lead },
  "POST /tenant/v1/leads/{id}/nurture/exit": { may: sellers, ...lead },

  "GET /tenant/v1/leads": { may: sellers },
  "POST /tenant/v1/leads": { may: sellers, body: () => ({ email: "somebody@people.test" }) },
  "GET /tenant/v1/leads/{id}": { may: sellers, ...lead },
  "PATCH /tenant/v1/leads/{id}": { may: sellers, ...lead, version: 1, body: () => ({ jobTitle: "Buyer" }) },
  "POST /tenant/v1/leads/{id}/status": { may: sellers, ...lead, body: () => ({ verb: "contact" }) },
  "GET /tenant/v1/leads/{id}/activities": { may: sellers, ...lead },
  "POST /tenant/v1/leads/{id}/activities": { may: sellers, ...lead, body: () => ({ body: "Called them." }) },
  "POST /tenant/v1/leads/{id}/enrich": { may: sellers, ...lead },
  "GET /tenant/v1/leads/{id}/emails": { may: sellers, ...lead },
  "POST /tenant/v1/leads/{id}/emails/draft": { may: sellers, ...lead, body: () => ({ purpose: "follow_up" }) },
  "GET /tenant/v1/channels/hubspot/sync": { may: all },
  "POST /tenant/v1/channels/hubspot/sync": { may: [...agency, "TA"] },
  "GET /tenant/v1/contacts": { may: sellers },
  "POST /tenant/v1/contacts": { may: sellers, body: () => ({ email: "reader@people.test" }) },
  "GET /tenant/v1/contacts/export": { may: sellers },
  "POST /tenant/v1/contacts/import": {
    may: sellers,
    body: () => ({ csv: "email\nreader@people.test", consentText: "Asked at the fair." }),
  },
  "GET /tenant/v1/contacts/{id}": { may: sellers, ...contact },
  "PATCH /tenant/v1/contacts/{id}": { may: sellers, ...contact, version: 1, body: () => ({ company: "Buyers" }) },
  "DELETE /tenant/v1/contacts/{id}": { may: leaders, ...contact },
  "POST /tenant/v1/contacts/{id}/suppress": { may: sellers, ...contact, body: () => ({}) },
  "GET /tenant/v1/contact-segments": { may: sellers },
  "POST /tenant/v1/contact-segments": { may: sellers, body: () => ({ name: "Buyers", filter: {} }) },
  "POST /tenant/v1/contact-segments/reach": { may: sellers, body: () => ({}) },
  "PUT /tenant/v1/contact-segments/{id}": {
    may: sellers,
    ...segment,
    body: () => ({ name: "Other buyers", filter: {} }),
  },
  "DELETE /tenant/v1/contact-segments/{id}": { may: sellers, ...segment },
  "GET /tenant/v1/mail-settings": { may: all },
  "PATCH /tenant/v1/mail-settings": { may: leaders, body: () => ({ outreachClientReview: false }) },
  "GET /tenant/v1/lead-emails/{id}": { may: sellers, params: { id: "leadEmail" } },
};
