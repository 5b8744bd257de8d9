import type { Frame } from "../live.ts";
import { insist } from "../report.ts";

export interface Expected {
  name: string;
  is: (frame: Frame) => boolean;
}

/** An event of a kind about one thing, with facts that must be in it. */
export function event(type: string, id: string | undefined, facts: Record<string, unknown> = {}): Expected {
  const wanted = Object.entries({ ...facts, ...(id ? { id } : {}) });
  return {
    name: `${type} ${Object.values(facts).join(" ")}`.trim(),
    is: (frame) => frame.type === type && wanted.every(([key, value]) => frame.data[key] === value),
  };
}

/** The expected events are there, in this order. */
export function checkOrder(frames: readonly Frame[], expected: readonly Expected[]): string {
  let from = 0;
  for (const { name, is } of expected) {
    const index = frames.findIndex((frame, position) => position >= from && is(frame));
    const early = index < 0 && frames.some(is);
    insist(index >= 0, early ? `"${name}" came too early` : `"${name}" never came`);
    from = index + 1;
  }
  return `${expected.length} expected among ${frames.length} events`;
}

/** Sequence numbers only rise, and nothing came twice. */
export function checkSequence(frames: readonly Frame[], resets: number): string {
  for (const [index, frame] of frames.entries()) {
    const before = frames[index - 1];
    insist(!before || frame.seq > before.seq, `event ${frame.seq} came after ${before?.seq}`);
  }
  insist(resets === 0, "the stream was reset");
  return `${frames[0]?.seq} to ${frames.at(-1)?.seq}`;
}
