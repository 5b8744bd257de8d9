import type { Tx } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import type { AgentVersionInput } from "#schema/agent-version.ts";
import { AppError } from "#schema/errors.ts";
import { roster } from "#schema/roster.ts";

type Choice = Pick<AgentVersionInput, "tier" | "adapter" | "model" | "maxTurns" | "tools" | "skills">;

/** Holds a version to what its agent can have and to what there is. @throws request.validation_failed naming the field */
export async function demandSound(tx: Tx, name: AgentName, choice: Choice): Promise<void> {
  const { tier, adapter, model, maxTurns, tools, skills } = choice;
  const { label, tier: own } = roster[name];
  if ((tier === "none") !== (own === "none"))
    throw wrong(
      "tier",
      own === "none" ? `${label} works without a model; its tier is none.` : `${label} needs a model; choose a tier.`,
    );
  if (tier === "none" && (adapter !== null || model !== null || tools.length > 0))
    throw wrong(
      adapter !== null ? "adapter" : model !== null ? "model" : "tools",
      `${label} works without a model: leave it empty.`,
    );
  if (maxTurns > 1 && tools.length === 0)
    throw wrong("maxTurns", "An agent without tools has one turn. Give it tools, or set 1.");
  if (model !== null && adapter === null)
    throw wrong("adapter", `A model is known to one adapter. Say which one has ${model}.`);
  if (adapter !== null) await demandAdapter(tx, adapter);
  await demandAll(tx, "tools", tools);
  await demandAll(tx, "skills", skills);
}

async function demandAdapter(tx: Tx, name: string): Promise<void> {
  const row = await tx.selectFrom("adapters").select("enabled").where("name", "=", name).executeTakeFirst();
  if (!row) throw wrong("adapter", `There is no adapter ${name}.`);
  if (!row.enabled)
    throw wrong("adapter", `The adapter ${name} is switched off. Switch it on first, or choose another.`);
}

async function demandAll(tx: Tx, what: "tools" | "skills", names: readonly string[]): Promise<void> {
  const rows =
    what === "tools"
      ? await tx.selectFrom("tools").select("name").where("name", "in", names).where("enabled", "=", true).execute()
      : await tx
          .selectFrom("skills")
          .select("name")
          .where("name", "in", names)
          .where("deletedAt", "is", null)
          .execute();
  const unknown = names.find((name) => !rows.some((row) => row.name === name));
  if (unknown) throw wrong(what, `There is no ${what === "tools" ? "tool" : "skill"} ${unknown}.`);
  if (new Set(names).size !== names.length) throw wrong(what, "One is named twice.");
}

function wrong(path: string, message: string): AppError {
  return new AppError("request.validation_failed", message, { fields: [{ path, rule: "not_allowed", message }] });
}
