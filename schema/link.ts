/**
 * Name of the SST link that carries a configuration value: `DATABASE_URL` -> `DatabaseUrl`. The stacks make it, functions read
 * its `value`.
 */
export function linkName(key: string): string {
  return key
    .split("_")
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join("");
}
