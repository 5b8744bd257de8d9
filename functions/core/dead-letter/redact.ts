import { secretIn } from "#core/run/secrets.ts";

const hidden = "(hidden)";
const secretName = /token|secret|password|cipher|authori[sz]ation|cookie|api_?key|credential/i;
/** Links of mails open something without a further sign-in. */
const secretLink = /[?&#](?:token|code|key|signature)=|\/a\/[\w-]{20,}/i;

/** A value without what is named like a secret or reads like one. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === "string") return secretIn(value) || secretLink.test(value) ? hidden : value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, secretName.test(name) ? hidden : withoutSecrets(inner)]),
  );
}
