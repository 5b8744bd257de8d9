import type { Cycle } from "#schema/signup.ts";
import { minorOf } from "#schema/value.ts";
import type { TenantInput } from "./queries.ts";

/** What the form holds: text as typed, numbers empty until given, money in whole units of its currency. */
export interface TenantValues {
  name: string;
  website: string;
  industry: string | null;
  otherIndustry: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  setsPassword: boolean;
  password: string;
  planKind: "offer" | "custom";
  planPriceId: string | null;
  customPlan: { name: string; amount: number | ""; cycle: Cycle };
  billing: { name: string; address: string; city: string; state: string; postalCode: string; country: string };
  tax: { state: string | null; gstin: string; pan: string; sez: boolean };
  tds: { enabled: boolean; section: "194C" | "194J"; ratePct: "1" | "2" | "5" | "10" };
  spendCap: number | "";
  dataPrivacyLevel: "cloud_ok" | "local_only";
  deploymentMode: "saas" | "on_prem";
  onPremCallbackUrl: string;
  reviewerIds: string[];
  contractTitle: string;
}

export const emptyTenant: TenantValues = {
  name: "",
  website: "",
  industry: null,
  otherIndustry: "",
  firstName: "",
  lastName: "",
  email: "",
  phone: "",
  setsPassword: false,
  password: "",
  planKind: "offer",
  planPriceId: null,
  customPlan: { name: "", amount: "", cycle: "monthly" },
  billing: { name: "", address: "", city: "", state: "", postalCode: "", country: "" },
  tax: { state: null, gstin: "", pan: "", sez: false },
  tds: { enabled: false, section: "194C", ratePct: "2" },
  spendCap: "",
  dataPrivacyLevel: "cloud_ok",
  deploymentMode: "saas",
  onPremCallbackUrl: "",
  reviewerIds: [],
  contractTitle: "",
};

/** Where the plan of the form is sold; the region decides the currency. */
export interface Region {
  code: string;
  currency: string;
}

function given<K extends string>(name: K, text: string): Partial<Record<K, string>> {
  return text.trim() === "" ? {} : ({ [name]: text.trim() } as Record<K, string>);
}

function planOf(values: TenantValues, region: Region): Pick<TenantInput, "planPriceId" | "customPlan"> {
  const { name, amount, cycle } = values.customPlan;
  if (values.planKind === "offer") return values.planPriceId ? { planPriceId: values.planPriceId } : {};
  const amountMinor = minorOf(amount === "" ? 0 : amount, region.currency);
  return { customPlan: { name: name.trim(), region: region.code, amountMinor, cycle } };
}

function indianTaxOf({ billing, tax, tds }: TenantValues): Pick<TenantInput, "tax" | "tds"> {
  if (billing.country !== "IN") return {};
  const { section, ratePct } = tds;
  return {
    tax: {
      ...(tax.state ? { state: tax.state } : {}),
      ...given("gstin", tax.gstin),
      ...given("pan", tax.pan),
      sez: tax.sez,
    },
    ...(tds.enabled ? { tds: { enabled: true, section, ratePct: Number(ratePct) as 1 | 2 | 5 | 10 } } : {}),
  };
}

/** What is sent: empty fields are left out, and so is what does not go with the other choices. */
export function inputOf(values: TenantValues, region: Region): TenantInput {
  const industry = values.industry === "other" ? values.otherIndustry : (values.industry ?? "");
  const isOnPremises = values.deploymentMode === "on_prem";
  return {
    name: values.name.trim(),
    firstName: values.firstName.trim(),
    lastName: values.lastName.trim(),
    email: values.email.trim(),
    ...given("website", values.website),
    ...given("industry", industry),
    ...given("phone", values.phone),
    ...(values.setsPassword ? { password: values.password } : {}),
    ...planOf(values, region),
    billing: values.billing,
    ...indianTaxOf(values),
    ...(values.spendCap === "" ? {} : { spendCapMinor: minorOf(values.spendCap, "USD") }),
    dataPrivacyLevel: values.dataPrivacyLevel,
    deploymentMode: values.deploymentMode,
    ...(isOnPremises ? given("onPremCallbackUrl", values.onPremCallbackUrl) : {}),
    reviewerIds: values.reviewerIds,
    ...given("contractTitle", values.contractTitle),
  };
}
