import { parseArgs } from "node:util";
import { type Bill, billFor } from "./model.ts";
import { asCsv, asText } from "./print.ts";

// `npm run cost`: what a month costs at 10, 1,000 and 100,000 tenants, or at those that --tenants names.
const usage = "Usage: npm run cost -- [--tenants N[,N]] [--json | --csv]";

function main(args: readonly string[]): string {
  const { values } = parseArgs({
    args: [...args],
    options: { tenants: { type: "string" }, json: { type: "boolean" }, csv: { type: "boolean" } },
  });
  const sizes = (values.tenants ?? "10,1000,100000").split(",").map(Number);
  if (sizes.some((size) => !Number.isInteger(size) || size < 1)) throw new Error("--tenants takes whole numbers.");
  const bills: Bill[] = sizes.map(billFor);
  if (values.json) return `${JSON.stringify(bills, null, 2)}\n`;
  return values.csv ? asCsv(bills) : asText(bills);
}

try {
  process.stdout.write(main(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exitCode = 1;
}
