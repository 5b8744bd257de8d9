import { MongoFailure } from "./failure.ts";
import { type Doc, isDoc } from "./values.ts";

/** What a command asks of a write: to be on the disk, and an error when more members should hold it than there are. */
export interface WriteConcern {
  synced: boolean;
  error?: Doc;
}

/** Reads `writeConcern`. @throws MongoFailure 9 for a `w` that is neither number nor name */
export function writeConcernOf(fields: Doc): WriteConcern {
  const concern = fields["writeConcern"];
  if (!isDoc(concern)) return { synced: false };
  const { w, j } = concern;
  if (w !== undefined && typeof w !== "string" && (!Number.isInteger(w) || Number(w) < 0 || Number(w) > 50)) {
    throw new MongoFailure(
      9,
      "FailedToParse",
      `w has to be a non-negative number and not greater than 50; found: ${String(w)}`,
    );
  }
  const synced = j === true || (w === "majority" && j !== false);
  if (typeof w === "number" && w > 1)
    return { synced, error: unsatisfiable(100, "UnsatisfiableWriteConcern", "Not enough data-bearing nodes") };
  if (typeof w === "string" && w !== "majority") {
    return {
      synced,
      error: unsatisfiable(
        79,
        "UnknownReplWriteConcern",
        `No write concern mode named '${w}' found in replica set configuration`,
      ),
    };
  }
  return { synced };
}

function unsatisfiable(code: number, codeName: string, errmsg: string): Doc {
  return { code, codeName, errmsg };
}
