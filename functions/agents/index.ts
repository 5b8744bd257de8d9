import type { AgentName } from "#schema/agent.ts";
import { blogWriter } from "./blog-writer.ts";
import { contentBriefWriter } from "./content-brief-writer.ts";
import { contentCritic } from "./content-critic.ts";
import type { AgentDescriptor } from "./descriptor.ts";

/** Every agent of the product. An agent without a descriptor does not compile. */
export const agents: Record<AgentName, AgentDescriptor> = {
  "content-brief-writer": contentBriefWriter,
  "blog-writer": blogWriter,
  "content-critic": contentCritic,
};
