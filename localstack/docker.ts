import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CreateBucketCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { buildEnvironment, storeVariables, withoutSecrets } from "./environment.ts";
import { environmentDir, root } from "./paths.ts";
import { type PortName, portVariable, resolvePorts } from "./ports.ts";
import { loadSecrets } from "./secrets.ts";
import { superuserUrl } from "./services/postgres.ts";
import { fail, line, table } from "./terminal.ts";

/** Starts the real servers of `compose.yml` and tells how to run the product on them. */
async function main(): Promise<void> {
  const dir = environmentDir();
  const ports = resolvePorts();
  const secrets = loadSecrets(dir);
  const portNames = Object.keys(ports) as PortName[];
  const portEnv = Object.fromEntries(portNames.map((name) => [portVariable(name), String(ports[name])]));
  await compose({ ...process.env, ...secrets, ...portEnv });

  const env = buildEnvironment({ ports, secrets, given: {} });
  await ensureBuckets(env);
  const urls = Object.values(storeVariables).map((name): [string, string] => [name, env[name] ?? ""]);
  const superuser = superuserUrl({ port: ports.postgres, password: secrets.POSTGRES_PASSWORD });
  const admin = env["MONGODB_ADMIN_URI"] ?? "";
  const chosen = { ...Object.fromEntries(urls), DATABASE_URL: superuser, MONGODB_ADMIN_URI: admin };
  const file = join(dir, "docker.env");
  const lines = Object.entries(chosen).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, lines.join(""), { mode: 0o600 });
  table("The real servers run", Object.entries(withoutSecrets(chosen)));
  line();
  line(`Run the product on them:  set -a; . ${relative(process.cwd(), file)}; set +a; npm start`);
}

function compose(env: NodeJS.ProcessEnv): Promise<void> {
  const args = ["compose", "-f", join(root, "localstack/compose.yml"), "up", "--detach", "--wait"];
  return new Promise((resolve, reject) => {
    const child = spawn("docker", args, { env, stdio: "inherit" });
    child.once("error", (error) => {
      reject(new Error(`Docker could not be run (${error.message}). Install it, or use npm start without it.`));
    });
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error("docker compose failed; its output is above. Is the Docker daemon running?"));
    });
  });
}

async function ensureBuckets(env: Record<string, string>): Promise<void> {
  const client = new S3Client({
    endpoint: env["S3_ENDPOINT"] ?? "",
    region: env["S3_REGION"] ?? "",
    forcePathStyle: true,
    credentials: { accessKeyId: env["S3_ACCESS_KEY_ID"] ?? "", secretAccessKey: env["S3_SECRET_ACCESS_KEY"] ?? "" },
  });
  try {
    for (const command of [
      new CreateBucketCommand({ Bucket: env["S3_BUCKET"] }),
      new CreateBucketCommand({ Bucket: env["S3_LEGAL_BUCKET"], ObjectLockEnabledForBucket: true }),
    ])
      await client.send(command).catch((error: unknown) => {
        const exists = error instanceof S3ServiceException && /BucketAlready/.test(error.name);
        if (!exists) throw error;
      });
  } finally {
    client.destroy();
  }
}

try {
  await main();
} catch (error) {
  fail((error as Error).message);
  process.exitCode = 1;
}
