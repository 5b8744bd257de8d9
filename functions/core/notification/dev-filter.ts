import { config } from "#platform/config.ts";

/** Copies of the product must not write to real people: outside production only listed domains get mail; an empty list means nobody. */
export function passesDevFilter(email: string): boolean {
  if (config("STAGE") === "production") return true;
  const allowed = config("DEV_ALLOWED_EMAIL_DOMAINS").split(",");
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return allowed.some((entry) => entry.trim() === "*" || entry.trim().toLowerCase() === domain);
}
