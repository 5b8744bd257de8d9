import type { AgentTier } from "#schema/agent.ts";
import type { AgentVersion, AgentVersionInput } from "#schema/agent-version.ts";

/** What the form of a version holds; an empty number is "". */
export interface VersionValues {
  systemPrompt: string;
  tier: AgentTier;
  adapter: string | null;
  model: string;
  temperature: number | string;
  maxOutputTokens: number | string;
  maxTurns: number | string;
  maxTokensPerRun: number | string;
  maxCostPerRunMinor: number | string;
  tools: string[];
  skills: string[];
  changeNote: string;
}

/** The form as a version has it. */
export function valuesOf(version: AgentVersion): VersionValues {
  const { systemPrompt, tier, adapter, temperature, maxOutputTokens, maxTurns, tools, skills } = version;
  return {
    ...{ systemPrompt, tier, adapter, temperature, maxOutputTokens, maxTurns, tools, skills },
    model: version.model ?? "",
    maxTokensPerRun: version.maxTokensPerRun ?? "",
    maxCostPerRunMinor: version.maxCostPerRunMinor ?? "",
    changeNote: "",
  };
}

/** The version as the API takes it. */
export function inputOf(values: VersionValues): AgentVersionInput {
  const { temperature, maxOutputTokens, maxTurns, ...others } = values;
  return {
    ...others,
    ...{ temperature: Number(temperature), maxOutputTokens: Number(maxOutputTokens), maxTurns: Number(maxTurns) },
    model: values.model.trim() || null,
    maxTokensPerRun: capOf(values.maxTokensPerRun),
    maxCostPerRunMinor: capOf(values.maxCostPerRunMinor),
  };
}

/** What a person can see to be wrong before it is sent. */
export function problemsOf(values: VersionValues): Partial<Record<keyof VersionValues, string>> {
  const { systemPrompt, model, adapter, temperature, maxOutputTokens, maxTurns, tools, changeNote } = values;
  return {
    ...(systemPrompt.trim().length < 20 ? { systemPrompt: "Write at least 20 characters." } : {}),
    ...(temperature === "" ? { temperature: "Give 0 to 1." } : {}),
    ...(maxOutputTokens === "" ? { maxOutputTokens: "Give 256 to 64,000." } : {}),
    ...(maxTurns === "" ? { maxTurns: "Give 1 to 50." } : {}),
    ...(Number(maxTurns) > 1 && tools.length === 0 ? { maxTurns: "Without tools there is one turn." } : {}),
    ...(model.trim() && adapter === null ? { adapter: "Say which adapter has this model." } : {}),
    ...(changeNote.trim().length < 3 ? { changeNote: "Say in a few words what is different." } : {}),
  };
}

function capOf(value: number | string): number | null {
  return value === "" ? null : Number(value);
}
