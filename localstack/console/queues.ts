import type { Job } from "bullmq";
import { html } from "hono/html";
import { queue } from "#platform/queue.ts";
import { type Message, type QueueName, queueNames, queues } from "#schema/queues.ts";
import { ago, type Markup, table } from "./page.ts";

const states = ["waiting", "prioritized", "active", "delayed", "failed", "completed"] as const;
type State = (typeof states)[number];
type Counts = Record<State, number>;

/** All queues: what waits, runs, is put off, failed and is done, and how long the oldest has waited. */
export async function queuesBody(): Promise<Markup> {
  const rows = await Promise.all(queueNames.map(async (name) => row(name, await countsOf(name), await oldestAt(name))));
  return table(
    ["Queue", "#Waiting", "#Lag", "#Active", "#Delayed", "#Failed", "#Completed", ""],
    rows,
    "There are no queues.",
  );
}

const jobsPerPage = 50;

/** Jobs of a queue in one state, the newest first, a page at a time. */
export async function queueBody(name: QueueName, wanted: string | undefined, start: number): Promise<Markup> {
  const counts = await countsOf(name);
  const state = states.find((one) => one === wanted) ?? (counts.failed > 0 ? "failed" : "waiting");
  const jobs = (await queue(name).getJobs(state, start, start + jobsPerPage - 1)) as Job<Message>[];
  const end = start + jobs.length;
  const more = end < counts[state] ? html`<a href="/queues/${name}?state=${state}&start=${end}">Older</a>` : "";
  return html`<p><a href="/queues">All queues</a> · served by <span class="mono">${queues[name].function}</span></p>
    <p>${states.map((one, at) => html`${at > 0 ? " · " : ""}${stateLink(name, one, counts[one], one === state)}`)}
      ${state === "failed" && counts.failed > 0 ? redriveButton(name, "all", "Re-drive all") : ""}</p>
    ${table(
      ["Job", "Tenant", "#Age", "#Attempts", "Message and outcome", ""],
      jobs.map((job) => jobRow(name, state, job)),
      `No job is ${state}.`,
    )}
    <p>${more}</p>`;
}

function stateLink(name: QueueName, state: State, count: number, isShown: boolean): Markup {
  const text = `${state} ${count}`;
  return isShown ? html`<strong>${text}</strong>` : html`<a href="/queues/${name}?state=${state}">${text}</a>`;
}

async function countsOf(name: QueueName): Promise<Counts> {
  return (await queue(name).getJobCounts(...states)) as Counts;
}

/** When the job was added that has waited longest; null when none waits. */
async function oldestAt(name: QueueName): Promise<number | null> {
  // The queue and the set of those with a priority are two lists; what was first in each is the oldest of it.
  const found = await Promise.all([
    queue(name).getJobs("waiting", 0, 0, true),
    queue(name).getJobs("prioritized", 0, 0, true),
  ]);
  const times = found.flat().map((job) => job.timestamp);
  return times.length === 0 ? null : Math.min(...times);
}

function row(name: QueueName, counts: Counts, oldest: number | null): Markup {
  return html`<tr>
    <td><a href="/queues/${name}" id="q-${name}">${name}</a></td>
    <td class="n">${counts.waiting + counts.prioritized}</td>
    <td class="n">${oldest === null ? "" : ago(oldest)}</td>
    <td class="n">${counts.active}</td>
    <td class="n">${counts.delayed}</td>
    <td class="n ${counts.failed > 0 ? "bad" : ""}">${counts.failed}</td>
    <td class="n">${counts.completed}</td>
    <td>${counts.failed > 0 ? redriveButton(name, "all", "Re-drive all") : ""}</td>
  </tr>`;
}

function jobRow(name: QueueName, state: State, job: Job<Message>): Markup {
  const id = job.id ?? "";
  return html`<tr>
    <td class="mono">${id}</td>
    <td class="mono">${job.data?.tenantId ?? ""}</td>
    <td class="n">${ago(job.timestamp)}</td>
    <td class="n">${job.attemptsMade} <span class="soft">of ${job.opts.attempts ?? 1}</span></td>
    <td>
      ${job.failedReason ? html`<span class="bad">${job.failedReason}</span>` : ""}
      <details id="job-${id}"><summary>Message</summary><pre>${JSON.stringify(job.data, null, 2)}</pre></details>
    </td>
    <td>${state === "failed" ? redriveButton(name, id, "Re-drive") : ""}</td>
  </tr>`;
}

function redriveButton(name: QueueName, job: string, text: string): Markup {
  return html`<form method="post" action="/queues/${name}/redrive"><button name="job" value="${job}">${text}</button></form>`;
}
