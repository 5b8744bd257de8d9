import { AdapterKind, AgentGroup, AgentVersionStatus, PriceUnit, Tier } from "../../agent.ts";
import { Plan } from "../../tenant.ts";

export const agentSets = {
  "adapters.kind": AdapterKind,
  "agent_configs.tier": Tier,
  "agent_versions.status": AgentVersionStatus,
  "agent_versions.tier": Tier,
  "agents.group": AgentGroup,
  "agents.min_plan": Plan,
  "model_prices.unit": PriceUnit,
};
