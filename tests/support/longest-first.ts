import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take long though some of them are short to read, in an order that keeps the two hardest journeys apart. */
const long = [
  ...["flow/demo", "flow/models", "flow/loop", "flow/kill"],
  ...["browser/screens.dashboard", "browser/screens.dm", "browser/loop"],
];

/**
 * Where no earlier run says how long a file takes, the largest come first; those that are known to be long come before them, so
 * that none is left to run alone at the end.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    const rank = ({ moduleId }: TestSpecification) => {
      const place = long.findIndex((name) => moduleId.endsWith(`${name}.test.ts`));
      return place < 0 ? long.length : place;
    };
    return projects.flatMap((project) => {
      return sorted.filter((file) => file.project === project).toSorted((one, other) => rank(one) - rank(other));
    });
  }
}
