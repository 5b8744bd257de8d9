import { describe, expect, test } from "vitest";
import { addChunks, emptyLog, hasGap } from "#kit/run/chunk-log.ts";
import { jsonOutline } from "#kit/run/json-outline.ts";
import { readableOutput } from "#kit/run/partial-json.ts";

describe("the text of a run", () => {
  test("is whole whatever the order its pieces arrive in, and says when one is missing", () => {
    const early = addChunks(emptyLog, [
      { seq: 1, delta: "a" },
      { seq: 3, delta: "c" },
      { seq: 4, delta: "d" },
    ]);
    expect(early.text).toBe("a");
    expect(hasGap(early)).toBe(true);
    const whole = addChunks(early, [
      { seq: 2, delta: "b" },
      { seq: 3, delta: "twice" },
    ]);
    expect(whole.text).toBe("abcd");
    expect(hasGap(whole)).toBe(false);
    expect(addChunks(whole, [{ seq: 2, delta: "again" }])).toBe(whole);
  });

  test("can be read while the answer is still growing, with its escapes undone", () => {
    expect(readableOutput('{"data":{"tit')).toBeNull();
    expect(readableOutput('{"data":{"title":"T","bodyMarkdown":"Hi \\"you\\"\\nline \\u00e9 cut \\u00')).toEqual({
      title: "T",
      body: 'Hi "you"\nline é cut ',
      complete: false,
    });
  });

  test("every cut of a JSON answer yields a beginning of its body", () => {
    const body = 'Tab\t "quote" \\ back\nnew é €';
    const raw = JSON.stringify({ data: { title: "A title", bodyMarkdown: body }, citations: [] });
    for (let at = 0; at <= raw.length; at++)
      expect(body.startsWith(readableOutput(raw.slice(0, at))?.body ?? "")).toBe(true);
    expect(readableOutput(raw)?.body).toBe(body);
  });

  test("shows the second answer when the model was asked to mend the first", () => {
    const answer = (text: string) => JSON.stringify({ data: { bodyMarkdown: text } });
    expect(readableOutput(answer("first") + answer("second"))?.body).toBe("second");
    expect(jsonOutline('{"a":"first"}{"b":"second"}')).toEqual([{ depth: 0, name: "b", text: "second" }]);
  });

  test("of another agent is shown as names and texts", () => {
    expect(
      jsonOutline('{"data":{"angle":"Plain \\"talk\\"","words":1200,"outline":[{"heading":"One","points":["a","b'),
    ).toEqual([
      { depth: 0, name: "data", text: null },
      { depth: 1, name: "angle", text: 'Plain "talk"' },
      { depth: 1, name: "words", text: "1200" },
      { depth: 1, name: "outline", text: null },
      { depth: 3, name: "heading", text: "One" },
      { depth: 3, name: "points", text: null },
      { depth: 4, name: null, text: "a" },
      { depth: 4, name: null, text: "b" },
    ]);
  });
});
