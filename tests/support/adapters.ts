import { asPlatform } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";

const paths = { anthropic: "/anthropic/v1", openai: "/openai/v1", google: "/google/v1beta", ollama: "/ollama" };
/** Those that are on. */
const made: string[] = [];
type Kind = keyof typeof paths | "claude-cli";

export interface TestAdapter {
  kind: Kind;
  baseUrl?: string;
  model?: string;
  local?: boolean;
  priority?: number;
}

/** The address of a simulated provider. */
export function simulated(kind: keyof typeof paths, host?: string): string {
  const url = new URL(process.env["SIMULATOR_URL"] ?? "");
  if (host) url.hostname = host;
  return url.origin + paths[kind];
}

/** Puts adapters of simulated providers into the platform's list; they are known by no other test. @returns their names */
export async function withAdapters(...adapters: TestAdapter[]): Promise<string[]> {
  return asPlatform(async (tx) => {
    const names: string[] = [];
    for (const { kind, baseUrl, model = "small", local = false, priority = 500 } of adapters) {
      const id = newId("adapter");
      const name = `a${id.slice(-8).toLowerCase()}`;
      const models = JSON.stringify({ cheap: model, standard: model, expensive: model });
      const address = baseUrl ?? (kind === "claude-cli" ? null : simulated(kind));
      await tx
        .insertInto("adapters")
        .values({ id, name, kind, baseUrl: address, keyCipher: seal("sk-test", id), models, local, priority })
        .execute();
      if (!local)
        await tx
          .insertInto("modelPrices")
          .values(priceOf(kind, model))
          .onConflict((on) => on.doNothing())
          .execute();
      names.push(name);
      made.push(id);
    }
    return names;
  });
}

function priceOf(kind: Kind, model: string) {
  const perMtok = { inputMicrosPerMtok: 1_000, outputMicrosPerMtok: 5_000, cachedMicrosPerMtok: 100 };
  const provider = kind === "claude-cli" ? "anthropic" : kind;
  return { id: newId("modelPrice"), provider, model, ...perMtok, currency: "USD", validFrom: "2026-01-01" };
}

/** Switches off what `withAdapters` made: it stands in for nothing of the next test. */
export async function withoutAdapters(): Promise<void> {
  const ids = made.splice(0);
  await asPlatform((tx) => tx.updateTable("adapters").set({ enabled: false }).where("id", "in", ids).execute());
}

/** How many requests the simulated providers of a kind received since they were told to forget. */
export async function callsTo(provider: keyof typeof paths | "brave" | "runway"): Promise<number> {
  const answer = await fetch(`${process.env["SIMULATOR_URL"]}/admin/calls?provider=${provider}`);
  return ((await answer.json()) as { calls: unknown[] }).calls.length;
}
