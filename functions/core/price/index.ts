import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { reference, require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { ModelPrice, ModelPriceFilter, ModelPriceInput } from "#schema/model-price.ts";
import type { Page } from "#schema/page.ts";
import { capCurrency } from "#schema/spend.ts";
import type { Price } from "./cost.ts";

export { boundOf, costOf } from "./cost.ts";

/** The price of a model's tokens (or of another unit) that was valid at a time, or null when none was. */
export async function at(
  tx: Tx,
  provider: string,
  model: string,
  when: Date,
  unit: ModelPrice["unit"] = "token",
): Promise<Price | null> {
  const row = await tx
    .selectFrom("modelPrices")
    .select(["inputMicrosPerMtok", "outputMicrosPerMtok", "cachedMicrosPerMtok", "currency", "usdRate"])
    .where("provider", "=", provider)
    .where("model", "=", model)
    .where("unit", "=", unit)
    .where("validFrom", "<=", when.toISOString().slice(0, 10))
    .orderBy("validFrom", "desc")
    .executeTakeFirst();
  return row ?? null;
}

/** Every price there is and was, by model, the newest of each first. */
export async function list(filter: ModelPriceFilter): Promise<Page<ModelPrice>> {
  require("system.operate", "see prices of models", "platform");
  const { limit, cursor, ...narrowing } = filter;
  const scope = JSON.stringify(["model-prices", narrowing]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  const offset = Number(position?.[0] ?? 0);
  const rows = await transaction((tx) =>
    tx
      .selectFrom("modelPrices")
      .selectAll()
      .$if(filter.provider !== undefined, (prices) => prices.where("provider", "=", filter.provider ?? ""))
      .$if(filter.model !== undefined, (prices) => prices.where("model", "=", filter.model ?? ""))
      .orderBy("provider")
      .orderBy("model")
      .orderBy("unit")
      .orderBy("validFrom", "desc")
      .offset(offset)
      .limit(limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, limit, scope, () => [String(offset + limit)]);
  return { items: page.rows.map(shape), nextCursor: page.nextCursor };
}

/**
 * Adds a price that begins today or later. Prices that began stay what they were: what calls have cost does not change.
 * @throws already_exists for a second price of the same day
 */
export async function add(input: ModelPriceInput): Promise<ModelPrice> {
  require("system.operate", "change prices of models", "platform");
  const { currency, usdRate, validFrom } = input;
  if (validFrom < new Date().toISOString().slice(0, 10))
    throw invalid("validFrom", "past", "A price begins today or later; what calls have cost does not change.");
  if (currency !== capCurrency && usdRate === undefined)
    throw invalid("usdRate", "required", `Caps are kept in ${capCurrency}. Say what one unit of ${currency} is worth.`);
  if (currency === capCurrency && usdRate !== undefined && usdRate !== 1)
    throw invalid("usdRate", "fixed", `One ${capCurrency} is one ${capCurrency}. Leave the rate out.`);
  return transaction(async (tx) => {
    const { provider, model, unit } = input;
    const before = await tx
      .selectFrom("modelPrices")
      .selectAll()
      .where("provider", "=", provider)
      .where("model", "=", model)
      .where("unit", "=", unit)
      .where("validFrom", "<=", validFrom)
      .orderBy("validFrom", "desc")
      .executeTakeFirst();
    const row = await tx
      .insertInto("modelPrices")
      .values({ id: newId("modelPrice"), ...input, usdRate: usdRate ?? 1, createdBy: reference() })
      .onConflict((conflict) => conflict.columns(["provider", "model", "unit", "validFrom"]).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) {
      const message = `${model} of ${provider} has a price from ${validFrom} on. Choose another day.`;
      throw new AppError("request.already_exists", message, {
        fields: [{ path: "validFrom", rule: "taken", message }],
      });
    }
    const subject = { type: "model_price", id: row.id, label: `${provider} ${model}` };
    const { id: _, ...after } = shape(row);
    await Effect.audit("model_price.changed", subject, { ...(before ? { before: shape(before) } : {}), after });
    await Effect.live("platform:updated", { keys: ["model-prices"] });
    return shape(row);
  });
}

function invalid(path: string, rule: string, message: string): AppError {
  return new AppError("request.validation_failed", message, { fields: [{ path, rule, message }] });
}

function shape(row: Omit<ModelPrice, "unit"> & { unit: string }): ModelPrice {
  const { id, provider, model, inputMicrosPerMtok, outputMicrosPerMtok, cachedMicrosPerMtok } = row;
  const { currency, usdRate, validFrom } = row;
  const unit = row.unit as ModelPrice["unit"];
  const price = { inputMicrosPerMtok, outputMicrosPerMtok, cachedMicrosPerMtok, unit, currency, usdRate, validFrom };
  return { id, provider, model, ...price };
}
