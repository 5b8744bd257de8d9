import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { createRedisMock, type RedisMock } from "js-redis-server";

type Database = NonNullable<RedisMock["state"]>["databases"][number];
type Entry = ReturnType<Database["entriesSnapshot"]>[number];
type Saved = { database: number; entry: Entry }[];

const saveEveryMs = 2_000;

/**
 * A Redis written in JavaScript for machines that have no other. It speaks the protocol with Lua scripts and streams, fast enough
 * for a demo; a snapshot every two seconds and at the end keeps its data over restarts.
 */
async function serve(port: number, dataDir: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, "snapshot.bin");
  const server = await createRedisMock({ port, compatibility: "redis-7.2" });
  const databases = server.state?.databases ?? [];
  load(file, databases);

  let changed = false;
  for (const database of databases) {
    database.subscribe(() => {
      changed = true;
    });
  }
  const saveIfChanged = (): void => {
    if (!changed) return;
    changed = false;
    save(file, databases);
  };
  setInterval(saveIfChanged, saveEveryMs).unref();
  process.once("SIGTERM", () => {
    saveIfChanged();
    process.exit(0);
  });
  process.stdout.write(`ready redis://127.0.0.1:${port}\n`);
}

function load(file: string, databases: Database[]): void {
  if (!existsSync(file)) return;
  const saved = deserialize(readFileSync(file)) as Saved;
  for (const { database, entry } of saved) {
    const options = entry.expiresAt === undefined ? undefined : { expiresAt: entry.expiresAt };
    databases[database]?.set(entry.key, entry.value, options);
  }
}

function save(file: string, databases: Database[]): void {
  const saved: Saved = databases.flatMap((database, index) => {
    return database.entriesSnapshot().map((entry) => ({ database: index, entry }));
  });
  writeFileSync(`${file}.draft`, serialize(saved));
  renameSync(`${file}.draft`, file);
}

await serve(Number(process.env["PORT"]), process.env["DATA_DIR"] ?? ".");
