import { beforeAll, describe, expect, test } from "vitest";
import { adCampaigns } from "#platform/channel/ad-campaigns.ts";
import { currencyOf, metaOf, microsOf, minorOfMeta, minorOfMicros, restingMinor } from "#platform/channel/ad-money.ts";

beforeAll(() => {
  process.env["GOOGLE_ADS_DEVELOPER_TOKEN"] ??= "of-tests";
});

describe("money of ad accounts", () => {
  test("is in the smallest unit of its currency here, whatever a platform writes", () => {
    expect([minorOfMicros(12_500_000, "EUR"), minorOfMicros(900_000_000, "JPY")]).toEqual([1_250, 900]);
    expect([microsOf(1_250, "EUR"), microsOf(900, "JPY")]).toEqual([12_500_000, 900_000_000]);
    expect([minorOfMeta(2_000, "EUR"), minorOfMeta(2_000, "JPY"), minorOfMeta(2_000, "TWD")]).toEqual([
      2_000, 2_000, 200_000,
    ]);
    expect([metaOf(2_000, "EUR"), metaOf(2_000, "JPY"), metaOf(200_000, "TWD")]).toEqual([2_000, 2_000, 2_000]);
    expect(restingMinor("google_ads", "JPY")).toBe(1);
  });

  test.each([
    ["google_ads", "1234567890", "1234567881", 2_000, 20],
    ["meta_ads", "555", "581", 3_000, 3_000],
  ] as const)("in %s is read in the account's own currency", async (platform, european, japanese, cents, yen) => {
    const account = (accountId: string) => ({ accountId, accessToken: "a-token-of-tests" });
    expect(await currencyOf(platform, account(european))).toBe("EUR");
    expect(await currencyOf(platform, account(japanese))).toBe("JPY");
    const budget = async (id: string) =>
      (await adCampaigns(platform, account(id))).find(({ externalId }) => ["401", "60900"].includes(externalId))
        ?.dailyBudgetMinor;
    expect(await budget(european)).toBe(cents);
    if (platform === "google_ads") expect(await budget(japanese)).toBe(yen);
  });
});
