import type { Graph } from "../synth/graph.ts";

/** Something that holds of every stage it is for, or what is wrong. */
export interface Promised {
  says: string;
  /** Stages it is about; all that are at AWS when absent. */
  of?: readonly ("personal" | "staging" | "production")[];
  /** What is wrong, one sentence each; nothing when it holds. */
  broken(graph: Graph, stage: string): string[] | Promise<string[]>;
}

/** The domain that a stage has, as the tests set it. */
export const domainOf = (stage: string): string => (stage === "production" ? "example.com" : `${stage}.example.com`);

/** The sentence unless it holds. */
export function unless(holds: boolean, sentence: string): string[] {
  return holds ? [] : [sentence];
}

/** What differs between what is there and what should be, by name. */
export function differences(what: string, found: Iterable<string>, wanted: Iterable<string>): string[] {
  const [there, should] = [new Set(found), new Set(wanted)];
  return [
    ...[...should].filter((name) => !there.has(name)).map((name) => `${what} ${name} is missing`),
    ...[...there].filter((name) => !should.has(name)).map((name) => `${what} ${name} is too many`),
  ];
}
