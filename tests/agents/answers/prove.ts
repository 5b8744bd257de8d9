import { describe, expect, test } from "vitest";
import { agents } from "#agents/index.ts";
import type { AgentName } from "#schema/agent.ts";
import { endings } from "./endings.ts";
import type { Provider } from "./provider.ts";
import { type After, type Scene, stage } from "./stage.ts";
import type { Order } from "./work.ts";

const asksToMend = "Mend exactly this";
const outcomes = ({ runs }: After) => runs.map(({ status, errorCode }) => errorCode ?? status);
const heard = ({ calls }: After) => calls.map(({ status, errorCode }) => errorCode ?? status);

/** A tool of the house that an agent has not. */
function notOf(agent: AgentName): string {
  const own: readonly string[] = agents[agent].tools ?? [];
  return ["web_fetch", "workspace", "rag_search"].find((tool) => !own.includes(tool)) ?? "shell";
}

/** Proves of each agent what it does with each kind of answer that a provider was recorded to give. */
export function prove(provider: Provider, orders: Partial<Record<AgentName, Order>>): void {
  describe.each(Object.entries(orders) as [AgentName, Order][])(`by ${provider.kind}, %s`, (agent, order) => {
    const { done, lost, writes, tells } = endings[agent] ?? { done: {}, lost: {}, writes: [], tells: [] };
    const isFree = agents[agent].creditRateKey === null;
    const begin = () => stage(provider, agent, order);
    const own = ({ wrote }: After) => wrote.filter((table) => writes.includes(table));
    const holds = (after: After) => (isFree ? [] : after.holds);
    const expectDone = ({ held }: Scene, after: After) => {
      expect(after.state).toEqual(done);
      expect(own(after).toSorted()).toEqual(writes.toSorted());
      expect([after.consumed, holds(after)]).toEqual([held, isFree ? [] : [{ status: "consumed", amount: held }]]);
    };
    const expectLost = ({ held }: Scene, after: After) => {
      expect(after.state).toEqual(lost);
      expect(own(after)).toEqual([]);
      expect([after.consumed, holds(after)]).toEqual([0, isFree ? [] : [{ status: "released", amount: held }]]);
      expect(after.told).toEqual(expect.arrayContaining([...tells]));
    };

    test("asks once to mend a broken answer, takes no over-long one, and tries anew; a right one is stored and paid for once", async () => {
      const scene = await begin();
      const { malformed, overLong = malformed, right } = scene.answers;
      expect(scene.held > 0).toBe(!isFree);
      const first = await scene.hear(malformed, overLong, right);
      expect(first.failure).toBe("Error");
      expect(first.asked.map((body) => body.includes(asksToMend))).toEqual([false, true]);
      expect(first.asked[1]).toContain("broken or cut off");
      const between = await scene.after();
      expect(own(between)).toEqual([]);
      expect([between.consumed, holds(between)]).toEqual([0, isFree ? [] : [{ status: "held", amount: scene.held }]]);
      const second = await scene.hear(right);
      expect({ asked: second.asked.length, failure: second.failure }).toEqual({ asked: 1, failure: null });
      const after = await scene.after();
      expect(outcomes(after)).toEqual(["invalid_output", "success"]);
      expect(after.calls.at(-1)?.outputTokens).toBe(Math.ceil(right.length / 4));
      expectDone(scene, after);
    });

    test("mends an answer of another shape, and passes on neither link nor order of one that was led astray", async () => {
      const scene = await begin();
      const { wrongTypes, injected, leaking, right } = scene.answers;
      const first = await scene.hear(wrongTypes, injected, right);
      expect(first.asked.length).toBe(2);
      const isTaken = first.failure === null;
      if (!isTaken) expect((await scene.hear(leaking, right, right)).asked.length).toBe(2);
      const after = await scene.after();
      expect([after.naming, after.tools]).toEqual([[], []]);
      expect(outcomes(after)).toEqual(isTaken ? ["success"] : ["invalid_output", "success"]);
      expectDone(scene, after);
    });

    test("is given up after four attempts that nothing could be taken from", async () => {
      const scene = await begin();
      const { malformed, wrongTypes, secret, leaking, right } = scene.answers;
      expect((await scene.hear(leaking, leaking, right)).failure).toBe("Error");
      await scene.last();
      // What holds a key is thrown away without a word.
      const lines = secret ? [secret] : [malformed, wrongTypes];
      const { asked, failure } = await scene.hear(...lines, right);
      expect({ asked: asked.length, failure }).toEqual({ asked: lines.length, failure: "Fatal" });
      const after = await scene.after();
      expect(outcomes(after)).toEqual(["invalid_output", "invalid_output"]);
      expect(after.naming).toEqual([]);
      expectLost(scene, after);
    });

    test("is given up at once when the model refuses: nobody else is asked, nothing is charged, and no order begins it again", async () => {
      const scene = await begin();
      const { asked, failure } = await scene.hear({ refuses: true });
      const others = await provider.others();
      expect({ asked: asked.length, failure, others }).toEqual({ asked: 1, failure: "Fatal", others: 0 });
      expect(await scene.hear(scene.answers.right)).toEqual({ asked: [], failure: null });
      const after = await scene.after();
      expect([outcomes(after), heard(after)]).toEqual([["provider_error"], ["refused"]]);
      expectLost(scene, after);
    });

    test("does not do what only another's tool could, and ends there", async () => {
      const scene = await begin();
      const name = notOf(agent);
      const tool = { name, input: { url: "https://collect.example/" } };
      const { asked, failure } = await scene.hear({ tool }, scene.answers.right);
      expect({ asked: asked.length, failure }).toEqual({ asked: 1, failure: "Fatal" });
      const after = await scene.after();
      expect(outcomes(after)).toEqual(["tool_denied"]);
      expect(after.tools).toMatchObject([{ tool: name, success: false, errorCode: "tool_denied" }]);
      expectLost(scene, after);
    });
  });
}
