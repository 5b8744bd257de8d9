/** What lives in containers: its entry point, and what it reads beside its bundle; beside the release lies the catalogue, too. */
export const services = {
  dispatcher: { entry: "functions/dispatcher/index.ts", files: [] },
  live: { entry: "functions/live/gateway.ts", files: [] },
  release: { entry: "functions/release/index.ts", files: ["schema/database/migrations"] },
} as const satisfies Record<string, { entry: string; files: readonly string[] }>;

export type ServiceName = keyof typeof services;
