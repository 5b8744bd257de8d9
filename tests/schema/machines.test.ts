import { describe, expect, test } from "vitest";
import { blogMachine } from "#schema/blog.ts";
import { closedSets } from "#schema/database/closed-sets.ts";
import { machines } from "#schema/database/machines.ts";
import { landingPageMachine } from "#schema/landing-page.ts";
import type { Transition } from "#schema/machine.ts";
import { socialPostMachine } from "#schema/social.ts";

type Machine = readonly Transition<string, string>[];

/** States that no transition leads to because other code makes rows in them: a run handed to an agent elsewhere. */
const madeSo: Readonly<Record<string, string[]>> = { "agent_runs.status": ["waiting_callback"] };

function reachable(machine: Machine, from: readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const status of seen) for (const row of machine) if (row.from.includes(status)) seen.add(row.to);
  return seen;
}

describe.each(Object.entries(machines))("%s", (column, machine) => {
  test("every state can be reached from the first", () => {
    const states = closedSets[column]?.options ?? [];
    const start = [states[0] ?? "", ...(madeSo[column] ?? [])];
    expect([...reachable(machine, start)].sort()).toEqual([...states].sort());
  });

  test("a verb has one outcome in a state", () => {
    const pairs = machine.flatMap((row) => row.from.map((from) => `${from} ${row.verb}`));
    expect(pairs.filter((pair, index) => pairs.indexOf(pair) !== index)).toEqual([]);
  });
});

test("nothing that may already be outside is archived or edited while its outcome is open", () => {
  for (const machine of [blogMachine, socialPostMachine, landingPageMachine] as Machine[])
    for (const row of machine)
      if (["archive", "edit", "regenerate", "reject"].includes(row.verb))
        expect(row.from).not.toEqual(expect.arrayContaining([expect.stringMatching(/^publish(ing|_unknown)$/)]));
});
