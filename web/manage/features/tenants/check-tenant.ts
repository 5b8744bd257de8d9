import type { TenantValues } from "./tenant-values.ts";

type Rule = readonly [path: string, isBroken: (values: TenantValues) => boolean, message: string];

const tooShort = (text: string, min: number): boolean => text.trim().length < min;
const isNoAddress = (text: string): boolean => text.trim() !== "" && !/^https?:\/\/\S+\.\S+$/i.test(text.trim());

const rules: readonly Rule[] = [
  ["name", ({ name }) => tooShort(name, 2), "Enter the company's name, 2 to 120 characters."],
  ["website", ({ website }) => isNoAddress(website), "Enter the whole address, like https://company.com."],
  [
    "otherIndustry",
    ({ industry, otherIndustry }) => industry === "other" && tooShort(otherIndustry, 2),
    "Say in a few words what the business is.",
  ],
  ["firstName", ({ firstName }) => tooShort(firstName, 1), "Enter the first name."],
  ["lastName", ({ lastName }) => tooShort(lastName, 1), "Enter the last name."],
  ["email", ({ email }) => !/^\S+@\S+\.\S+$/.test(email.trim()), "Enter the e-mail address, like name@company.com."],
  [
    "phone",
    ({ phone }) => phone.trim() !== "" && !/^\+\d{7,15}$/.test(phone.trim()),
    "Enter the number with its country code and no spaces, like +919820012345.",
  ],
  [
    "password",
    ({ setsPassword, password }) => setsPassword && password.length < 8,
    "A password has 8 to 128 characters.",
  ],
  [
    "planPriceId",
    ({ planKind, planPriceId }) => planKind === "offer" && planPriceId === null,
    "Choose a plan, or make a custom one.",
  ],
  [
    "customPlan.name",
    ({ planKind, customPlan }) => planKind === "custom" && tooShort(customPlan.name, 2),
    "Name the plan, as it will stand on the invoice.",
  ],
  [
    "customPlan.amount",
    ({ planKind, customPlan }) => planKind === "custom" && customPlan.amount === "",
    "Enter the price; 0 is allowed.",
  ],
  ["billing.name", ({ billing }) => tooShort(billing.name, 2), "Enter the name on the invoice."],
  ["billing.address", ({ billing }) => tooShort(billing.address, 5), "Enter street and number."],
  ["billing.city", ({ billing }) => tooShort(billing.city, 2), "Enter the city."],
  ["billing.state", ({ billing }) => tooShort(billing.state, 2), "Enter the state or region."],
  ["billing.postalCode", ({ billing }) => tooShort(billing.postalCode, 2), "Enter the postal code."],
  ["billing.country", ({ billing }) => billing.country === "", "Choose the country; it decides prices and tax."],
  [
    "onPremCallbackUrl",
    ({ deploymentMode, onPremCallbackUrl }) =>
      deploymentMode === "on_prem" && (onPremCallbackUrl.trim() === "" || isNoAddress(onPremCallbackUrl)),
    "Enter the address of the customer's installation, like https://leads.company.com.",
  ],
];

/** Field messages in words for people; empty when the form can be sent. The service checks again, and more. */
export function checkTenant(values: TenantValues): Record<string, string> {
  const broken = rules.filter(([, isBroken]) => isBroken(values));
  return Object.fromEntries(broken.map(([path, , message]) => [path, message]));
}
