import { AdapterCheckStatus } from "../../adapter.ts";
import { AdapterKind, AgentGroup, AgentTier, AgentVersionStatus, PriceUnit, Tier } from "../../agent.ts";
import { Plan } from "../../tenant.ts";

export const agentSets = {
  "adapter_checks.status": AdapterCheckStatus,
  "adapter_checks.tier": Tier,
  "adapter_orders.tier": Tier,
  "adapters.kind": AdapterKind,
  "agent_configs.tier": Tier,
  "agent_versions.status": AgentVersionStatus,
  "agent_versions.tier": AgentTier,
  "agents.group": AgentGroup,
  "agents.min_plan": Plan,
  "model_prices.unit": PriceUnit,
};
