import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { config } from "#platform/config.ts";
import { checkAccess, signAccess } from "#platform/token.ts";
import { newId } from "#schema/ids.ts";
import { best, factor, number, type Row, timed } from "./measure.ts";

export const title = "check of an access token that comes 20 times, against jose.jwtVerify";

const sizes = [10, 100, 1_000] as const;
const usesEach = 20;

/** Fresh tokens in every round, so that the first check of each is part of the cost. */
export async function measure(): Promise<Row[]> {
  const keys = createLocalJWKSet(JSON.parse(config("AUTH_VERIFY_KEYS")) as JSONWebKeySet);
  const options = { issuer: "leadmetrics", audience: "portal", algorithms: ["EdDSA"] };
  const rows: Row[] = [];
  for (const size of sizes) {
    const checks = size * usesEach;
    const run = (check: (token: string) => Promise<unknown>) => async (): Promise<number> => {
      const tokens = await signed(size);
      return timed(async () => {
        for (let at = 0; at < checks; at++) await check(tokens[at % size] ?? "");
      });
    };
    const cost = await best(
      { most: 7, budgetMs: 6_000 },
      { ours: run(checkAccess), other: run((token) => jwtVerify(token, keys, options)) },
    );
    rows.push({
      what: "checkAccess",
      size: `${number(size)} tokens`,
      ours: `${number((cost.ours * 1_000) / checks)} us`,
      other: `${number((cost.other * 1_000) / checks)} us`,
      ratio: factor(cost.ours / cost.other),
      reach: "<= 15 us",
    });
  }
  return rows;
}

function signed(count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, () =>
      signAccess({ sub: newId("user"), sid: newId("session"), app: "dashboard", tid: newId("tenant") }),
    ),
  );
}
