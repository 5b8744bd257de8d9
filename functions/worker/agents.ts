import * as AdapterCheck from "#core/adapter/perform-check.ts";
import { execute } from "#core/run/execute.ts";
import { agentNames, type RosterEntry } from "#schema/agent.ts";
import { roster } from "#schema/roster.ts";
import { handle } from "./door.ts";
import type { Handlers } from "./handlers.ts";

type Agents = "functions/worker/agents.handler";
type AgentQueue = Exclude<keyof Handlers<Agents>, "adapter__check">;

const here = agentNames.filter((name) => (roster[name] as RosterEntry).worker === undefined);
// The queue of every agent with a model has the same verb; the names are those of the roster.
const table = Object.fromEntries(
  here.map((name): [string, Handlers<Agents>[AgentQueue]] => [`agent__${name}`, ({ runId }) => execute(runId)]),
) as Pick<Handlers<Agents>, AgentQueue>;

export const handler = handle<Agents>({
  ...table,
  adapter__check: ({ checkId }, { receiveCount }) => AdapterCheck.perform(checkId, receiveCount),
});
