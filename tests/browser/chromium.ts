import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { task } from "#localstack/terminal.ts";

const run = promisify(execFile);
/** The shell is the same engine without windows and menus, which tests have no use for. */
const shell = "chromium-headless-shell";
const places = [
  `/usr/bin/${shell}`,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const args = [
  "--no-sandbox",
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Path of a Chromium or Chrome on this machine; `CHROMIUM` names another one. On a Debian-like system without any, root installs it.
 * @throws one sentence with the remedy when there is none
 */
export async function findChromium(): Promise<string> {
  const given = process.env["CHROMIUM"];
  if (given && !existsSync(given)) throw new Error(`CHROMIUM names ${given}, which does not exist.`);
  const found = given ?? present();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) await install();
  const installed = present();
  if (installed) return installed;
  throw new Error(
    "The browser tests need Chromium or Chrome: install one, or set CHROMIUM to the path of its program.",
  );
}

/** Starts the browser at `executablePath`. Each person of a test gets a context of their own in it. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args });
}

/** Closes a browser some of whose requests a test answers itself: a screen may still ask for something at this moment. */
export async function quit(browser: Browser | undefined): Promise<void> {
  const pages = browser?.contexts().flatMap((context) => context.pages()) ?? [];
  await Promise.all(pages.map((page) => page.unrouteAll({ behavior: "ignoreErrors" })));
  await browser?.close();
}

function present(): string | undefined {
  return places.find((path) => existsSync(path));
}

async function aptInstall(name: string, env: NodeJS.ProcessEnv): Promise<void> {
  await run("apt-get", ["install", "-y", "--no-install-recommends", name], { env, maxBuffer: 64 * 1024 ** 2 });
}

async function install(): Promise<void> {
  const shown = task("Installing Chromium");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["update"], { env });
    await aptInstall(shell, env).catch(() => aptInstall("chromium", env));
    shown.done("Chromium installed");
  } catch (error) {
    shown.drop();
    const reason = (error as Error).message.split("\n").at(-1);
    throw new Error(`Chromium could not be installed with apt-get (${reason}). Set CHROMIUM to a browser's program.`, {
      cause: error,
    });
  }
}
