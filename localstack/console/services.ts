import { connect } from "node:net";
import { html } from "hono/html";
import { findRun, type Run } from "../lock.ts";
import type { ChildRecord } from "../supervisor.ts";
import { memoryOf } from "./memory.ts";
import { ago, duration, type Markup, table } from "./page.ts";

/** Where something listens, as the environment names it. */
const addresses: Record<string, string> = {
  postgres: "DATABASE_URL",
  redis: "REDIS_URL",
  mongo: "MONGODB_URI",
  typesense: "TYPESENSE_URL",
  qdrant: "QDRANT_URL",
  s3: "S3_ENDPOINT",
  smtp: "SMTP_URL",
  simulators: "SIMULATOR_URL",
  site: "SITE_URL",
  functions: "API_URL",
  gateway: "LIVE_URL",
  dashboard: "DASHBOARD_URL",
  dm: "DM_URL",
  manage: "MANAGE_URL",
};

interface ServiceState {
  name: string;
  /** Without credentials; undefined for what listens nowhere. */
  address: string | undefined;
  /** Milliseconds to a connection; null when nobody takes it. */
  answersMs: number | null;
  child: ChildRecord | undefined;
  memoryMb: number;
}

/** Everything that runs: embedded or from outside, what answers, since when, with how much memory. */
export async function servicesBody(dataDir: string): Promise<Markup> {
  const run = findRun(dataDir);
  const states = await servicesOf(run);
  const total = states.reduce((sum, { memoryMb }) => sum + memoryMb, 0);
  const since = run ? `process ${run.pid}, since ${ago(run.startedAt)}` : "no supervisor runs";
  return html`<p class="soft">${since} · ${Math.round(total)} MB in all</p>
    ${table(["Service", "Address", "State", "#Connects in", "#Since", "#Restarts", "#Memory", "Log"], states.map(row), "Nothing runs.")}`;
}

async function servicesOf(run: Run | undefined): Promise<ServiceState[]> {
  const children = new Map((run?.children ?? []).map((child) => [child.name, child]));
  const names = [...new Set([...Object.keys(addresses), ...children.keys()])];
  const urls = names.map((name) => addressOf(process.env[addresses[name] ?? ""]));
  const answers = await Promise.all(urls.map((url) => (url ? connects(url) : null)));
  const memory = memoryOf([...children.values()].map(({ pid }) => pid));
  return names.map((name, at) => {
    const child = children.get(name);
    const memoryMb = (child && memory.get(child.pid)) ?? 0;
    return { name, address: urls[at]?.href, answersMs: answers[at] ?? null, child, memoryMb };
  });
}

function row({ name, address, answersMs, child, memoryMb }: ServiceState): Markup {
  const isUp = address === undefined ? child !== undefined : answersMs !== null;
  const shown = address?.startsWith("http") ? html`<a href="${address}">${address}</a>` : (address ?? "");
  return html`<tr>
    <td>${name}</td>
    <td class="mono">${shown}</td>
    <td class="${isUp ? "good" : "bad"}">${isUp ? "up" : "down"}${child ? "" : html` <span class="soft">from outside</span>`}</td>
    <td class="n">${address === undefined ? "" : duration(answersMs)}</td>
    <td class="n">${child ? ago(child.startedAt) : ""}</td>
    <td class="n ${child && child.restarts > 0 ? "bad" : ""}">${child?.restarts ?? ""}</td>
    <td class="n">${memoryMb > 0 ? `${Math.round(memoryMb)} MB` : ""}</td>
    <td>${child ? html`<a href="/services/${name}">log</a>` : ""}</td>
  </tr>`;
}

function addressOf(text: string | undefined): URL | undefined {
  if (!text || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  url.username = "";
  url.password = "";
  url.search = "";
  return url;
}

const defaultPorts: Record<string, number> = {
  "postgres:": 5432,
  "postgresql:": 5432,
  "redis:": 6379,
  "mongodb:": 27017,
  "smtp:": 25,
  "http:": 80,
  "https:": 443,
};
const waitMs = 1_000;

async function connects({ hostname, port, protocol }: URL): Promise<number | null> {
  const startedMs = performance.now();
  const socket = connect({ host: hostname, port: Number(port) || (defaultPorts[protocol] ?? 0), timeout: waitMs });
  const isThere = await new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    for (const sign of ["error", "timeout"]) socket.once(sign, () => resolve(false));
  });
  socket.destroy();
  return isThere ? performance.now() - startedMs : null;
}
