import { findRun } from "./lock.ts";
import { line, table } from "./terminal.ts";

/** Addresses worth opening, by title. */
export function publicUrls(env: Record<string, string>): Record<string, string> {
  return {
    Dashboard: env["DASHBOARD_URL"] ?? "",
    "DM portal": env["DM_URL"] ?? "",
    Manage: env["MANAGE_URL"] ?? "",
    API: env["API_URL"] ?? "",
    "API reference": `${env["API_URL"]}/docs`,
    "Mail inbox": env["INBOX_URL"] ?? "",
    Simulators: env["SIMULATOR_URL"] ?? "",
    "Demo site": env["SITE_URL"] ?? "",
    "Developers' console": env["CONSOLE_URL"] ?? "",
  };
}

/** Prints the addresses. */
export function printUrls(heading: string, urls: Record<string, string>): void {
  table(heading, Object.entries(urls));
}

type Person = {
  email: string;
  firstName: string;
  lastName: string;
  role: string;
  appAccess: readonly string[] | string;
};

/** Prints who can log in to the demo, and the password they share. */
export async function printLogins(password: string): Promise<void> {
  const module: string = "./demo/people.ts";
  const { people } = (await import(module)) as { people: readonly Person[] };
  const rows = people.map(({ email, firstName, lastName, role, appAccess }) => {
    return [email, `${firstName} ${lastName}`, role, [appAccess].flat().join(", ")];
  });
  table(`Demo log-ins, password ${password}`, rows);
  line("Super admins need a second factor: their first sign-in sets it up, and npm run demo:code shows its code.");
  line();
}

/** Whether this environment runs already; says so, with its addresses. */
export function reportRunning(dir: string): boolean {
  const run = findRun(dir);
  if (!run) return false;
  const since = new Date(run.startedAt).toLocaleTimeString();
  if (run.state === "ready") printUrls(`Leadmetrics runs already (process ${run.pid}, since ${since})`, run.urls);
  else line(`Leadmetrics is being started by process ${run.pid} since ${since}.`);
  line();
  return true;
}
