import * as Price from "#core/price/index.ts";
import * as Spend from "#core/spend/index.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { openEmbedder } from "#platform/model/embed.ts";
import { ModelError } from "#platform/model/errors.ts";
import { sha256, unseal } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import { type EmbeddingModelName, embeddingModels } from "#schema/vectors.ts";

/** The vectors would pass a cap; nothing was sent. */
export class EmbeddingHeld extends Error {
  readonly neededMinor: number;

  constructor({ message, neededMinor }: Spend.Refusal) {
    super(message);
    this.name = "EmbeddingHeld";
    this.neededMinor = neededMinor;
  }
}

/** Fewer than in any usual language, so that no cost is missed; counting exactly needs a vocabulary, too large for those who only search. */
const bytesPerToken = 3;
const own = new Map<string, ReturnType<typeof openEmbedder>>();

/**
 * One vector for each text, of a dataset's model. What a provider asks for them is held before and measured after, once for all of them,
 * and stands in the log of calls; our own model costs nothing and leaves no trace.
 * @throws EmbeddingHeld; ModelError; privacy.local_only before anything is sent
 */
export async function embed(model: string, texts: string[], source: Spend.Source): Promise<number[][]> {
  const known = embeddingModels[model as EmbeddingModelName];
  if (!known) throw new Error(`The embedding model ${model} is not known.`);
  if (known.adapter !== "offline") return embedRemote(known, texts, source);
  const made = own.get(model) ?? openEmbedder(known);
  own.set(model, made);
  return made.embed(texts);
}

type Remote = Exclude<(typeof embeddingModels)[EmbeddingModelName], { adapter: "offline" }>;

async function embedRemote(known: Remote, texts: string[], source: Spend.Source): Promise<number[][]> {
  const { adapter: provider, model, dimensions } = known;
  const callId = newId("modelCall");
  const inputTokens = texts.reduce((sum, text) => sum + Math.ceil(Buffer.byteLength(text) / bytesPerToken), 0);
  const { account, price } = await transaction(async (tx) => ({
    account: await tx
      .selectFrom("adapters")
      .select(["id", "name", "baseUrl", "keyCipher"])
      .where("kind", "=", provider)
      .where("enabled", "=", true)
      .orderBy("priority")
      .orderBy("id")
      .limit(1)
      .executeTakeFirst(),
    price: await Price.at(tx, provider, model, new Date()),
  }));
  if (!account) throw new Error(`No adapter of ${provider} is enabled, which makes vectors with ${model}.`);
  if (!price && !known.local) throw new Error(`No price is known for ${model} of ${provider}.`);
  const usage = { inputTokens, outputTokens: 0, cachedTokens: 0 };
  const cost = Price.costOf(price, usage);
  const call = { ...source, callId };
  const refusal = await transaction((tx) => Spend.hold(tx, { ...call, micros: cost.usdMicros, runLimitMinor: null }));
  if (refusal) throw new EmbeddingHeld(refusal);
  const startedMs = Date.now();
  const record = (status: "ok" | "error", isFree: boolean, errorCode: string | null) =>
    transaction(async (tx) => {
      await tx
        .insertInto("llmCalls")
        .values({
          ...{ tenantId: tenant(), id: callId, runId: source.runId ?? null, purpose: "embed", tier: "cheap" },
          ...{ adapter: account.name, provider, model, ...usage, inputTokens: isFree ? 0 : inputTokens },
          ...{ costMicros: isFree ? 0 : cost.micros, currency: cost.currency, latencyMs: Date.now() - startedMs },
          ...{ attempt: 1, status, errorCode, requestSha256: sha256(texts.join("\n")) },
        })
        .execute();
      await Spend.measure(tx, { ...call, micros: isFree ? 0 : cost.usdMicros });
    });
  // Only what the provider says decides: a paid call that cannot be written down stays held, and counts in full.
  let vectors: number[][];
  try {
    vectors = await openEmbedder({
      ...{ adapter: provider, model, dimensions },
      ...(account.baseUrl ? { baseUrl: account.baseUrl } : {}),
      ...(account.keyCipher ? { apiKey: unseal(account.keyCipher, account.id) } : {}),
    }).embed(texts);
  } catch (error) {
    // An answer that was lost may have been paid for.
    const isLost = error instanceof ModelError && (error.code === "timeout" || error.code === "stream_cut");
    await record("error", !isLost, error instanceof ModelError ? error.code : "other");
    throw error;
  }
  await record("ok", false, null);
  return vectors;
}
