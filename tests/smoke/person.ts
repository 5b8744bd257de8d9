import { newId } from "#schema/ids.ts";
import type { Account } from "#tests/demo/client.ts";
import { Client, Refusal } from "#tests/demo/client.ts";
import { type Check, expectThat } from "./check.ts";

const beatMs = 20_000;

/** What the API promises to a person who signs in: a live stream that speaks before the router gives up, and nothing that is not theirs. */
export function personChecks(api: string, account: Account): Check[] {
  let signedIn: Promise<Client> | undefined;
  const client = (): Promise<Client> => {
    signedIn ??= Client.signIn(api, account);
    return signedIn;
  };
  return [
    { name: "live: a stream speaks within 20 s", holds: async () => speaks(await client()) },
    { name: "tenant: what is not the person's is not found", holds: async () => staysAtHome(await client()) },
  ];
}

async function speaks(client: Client): Promise<void> {
  const leave = AbortSignal.timeout(beatMs);
  const answer = await client.stream("/live/v1/stream", { signal: leave });
  expectThat(answer.headers.get("content-type")?.startsWith("text/event-stream"), "no stream of events is answered");
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  expectThat(first?.value && first.value.length > 0, "the stream ended before it said anything");
}

async function staysAtHome(client: Client): Promise<void> {
  const refusal = await client.get(`/tenant/v1/activities/${newId("activity")}`).then(
    () => undefined,
    (error: unknown) => error,
  );
  expectThat(refusal, "an activity of nobody was answered");
  expectThat(refusal instanceof Refusal && refusal.status === 404, `the refusal is: ${String(refusal)}`);
}
