import { html } from "hono/html";
import { ago, type Markup, table, unanswered } from "./page.ts";

const shown = 15;

interface Mail {
  id: string;
  to: string[];
  subject: string;
  receivedAt: string;
}
interface Calls {
  calls: { provider: string; method: string; path: string; status: number; at: string; fault?: string }[];
}
interface Faults {
  faults: { provider: string; kind: string; times: number }[];
}

/** The last mails that were caught and the last calls that the simulated providers received, with what is set to fail. */
export async function outsideBody(): Promise<Markup> {
  const [inbox, simulators] = [process.env["INBOX_URL"] ?? "", process.env["SIMULATOR_URL"] ?? ""];
  const [mails, calls] = await Promise.all([
    mailTable(inbox).catch((error: unknown) => unanswered("The inbox", error)),
    callTable(simulators).catch((error: unknown) => unanswered("The simulated outside world", error)),
  ]);
  return html`<h2><a href="${inbox}">Inbox</a></h2>${mails}<h2><a href="${simulators}">Simulated outside world</a></h2>${calls}`;
}

async function mailTable(url: string): Promise<Markup> {
  const mails = (await read(`${url}/api/mails`)) as Mail[];
  const rows = mails.slice(0, shown).map(
    ({ id, to, subject, receivedAt }) => html`<tr>
      <td><a href="${url}/mails/${id}">${subject || "(no subject)"}</a></td><td>${to.join(", ")}</td><td class="n">${ago(receivedAt)}</td>
    </tr>`,
  );
  return table(["Subject", "To", "#Age"], rows, "No mail was caught yet.");
}

async function callTable(url: string): Promise<Markup> {
  const [{ calls }, { faults }] = (await Promise.all([read(`${url}/admin/calls`), read(`${url}/admin/faults`)])) as [
    Calls,
    Faults,
  ];
  const rows = calls.slice(0, shown).map(
    ({ provider, method, path, status, at, fault }) => html`<tr>
      <td>${provider}</td>
      <td class="mono">${method} ${path}</td>
      <td class="${status >= 400 || status === 0 ? "bad" : ""}">${status || "no answer"} ${fault ?? ""}</td>
      <td class="n">${ago(at)}</td>
    </tr>`,
  );
  const set = faults.map(({ provider, kind, times }) => `${provider}: ${kind}, ${times}×`).join("; ");
  return html`<p class="${set ? "bad" : "soft"}">${set ? `Set to fail: ${set}` : "Nothing is set to fail."}</p>
    ${table(["Provider", "Request", "Status", "#Age"], rows, "No provider was called yet.")}`;
}

async function read(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return await answer.json();
}
