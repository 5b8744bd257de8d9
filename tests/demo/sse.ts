/** One event of a text/event-stream body. */
export interface ServerEvent {
  id: string | undefined;
  event: string;
  data: string;
}

/** Reads the events of a response as they arrive (WHATWG HTML, "server-sent events"); comments are skipped. */
export async function* readEvents(response: Response): AsyncGenerator<ServerEvent> {
  if (!response.body) return;
  let rest = "";
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parse(block);
      if (event) yield event;
    }
  }
}

function parse(block: string): ServerEvent | undefined {
  const fields = block.split(/\r?\n/).flatMap((row) => {
    const [, name, value] = /^([a-z]+):? ?(.*)$/.exec(row) ?? [];
    return name === undefined ? [] : [{ name, value: value ?? "" }];
  });
  const data = fields.filter(({ name }) => name === "data").map(({ value }) => value);
  if (data.length === 0) return undefined;
  const last = (wanted: string) => fields.findLast(({ name }) => name === wanted)?.value;
  return { id: last("id"), event: last("event") ?? "message", data: data.join("\n") };
}
