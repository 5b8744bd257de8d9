import { AgentKeyPrefix, ApiKeyPrefix } from "../../key.ts";

export const keySets = {
  "agent_keys.prefix": AgentKeyPrefix,
  "api_keys.prefix": ApiKeyPrefix,
};
