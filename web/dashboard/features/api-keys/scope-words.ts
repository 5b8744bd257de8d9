import type { ApiScope } from "#schema/api-key.ts";

/** What each scope opens, in the order in which they are offered. */
export const scopeChoices: readonly { value: ApiScope; label: string }[] = [
  { value: "blog:read", label: "Read blog posts" },
  { value: "blog:write", label: "Ask for and publish blog posts" },
  { value: "activities:read", label: "Read activities" },
  { value: "approvals:read", label: "Read approvals" },
  { value: "approvals:write", label: "Comment on approvals, send signed links" },
  { value: "datasets:read", label: "Read knowledge files" },
  { value: "datasets:write", label: "Upload knowledge files" },
  { value: "media:write", label: "Upload media" },
  { value: "credits:read", label: "Read credits" },
];

/** "Read blog posts, read credits"; many are counted. */
export function scopeWords(scopes: readonly ApiScope[]): string {
  if (scopes.length > 2) return `${scopes.length} scopes`;
  const labels = scopeChoices.filter(({ value }) => scopes.includes(value)).map(({ label }) => label);
  return labels.map((label, index) => (index === 0 ? label : label.toLowerCase())).join(", ");
}
