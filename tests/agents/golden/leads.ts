import type { AgentName } from "#schema/agent.ts";
import type { Company } from "../golden-inputs.ts";

type Input = Record<string, unknown>;

const subjectOf = ({ name, passages }: Company) =>
  passages[0]?.text.split("\n")[0]?.slice(0, 80) || `What ${name} does`;

/** The golden inputs of agents that talk with people and look after leads. */
export const leadInputs: Partial<Record<AgentName, (company: Company) => Input>> = {
  "chat-analyst": (company) => ({
    threadId: "cth_1",
    message: `What do our documents say about ${subjectOf(company)}?`,
  }),
  "billing-agent": () => ({ threadId: "cth_1", message: "How many credits are left?" }),
  "chat-executor": (company) => ({
    threadId: "cth_1",
    message: `Please write a blog post about ${subjectOf(company)}`,
    verbs: [{ verb: "request_blog_post", does: "Ask for a blog post" }],
  }),
  "lead-enricher": ({ name }) => ({
    leadId: "led_1",
    emailDomain: "buyer.example",
    company: "Buyer Ltd",
    extract: `https://buyer.example/\nBuyer is a team of 25 in Portugal. We run hotels and know ${name}.\n\nhttps://buyer.example/about\nFind us at https://www.linkedin.com/company/buyer`,
  }),
  "lead-followup-writer": (company) => ({
    lead: {
      firstName: "Ana",
      company: "Buyer Ltd",
      status: "new",
      source: "website_form",
      message: subjectOf(company),
    },
    purpose: "follow_up",
    sender: company.name,
  }),
};
