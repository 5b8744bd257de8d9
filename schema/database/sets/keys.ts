import { AgentKeyPrefix } from "../../agent-api.ts";
import { ApiKeyPrefix } from "../../api-key.ts";

export const keySets = {
  "agent_keys.prefix": AgentKeyPrefix,
  "api_keys.prefix": ApiKeyPrefix,
};
