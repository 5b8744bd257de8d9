import { changesAt } from "./changes.ts";
import { fleetFor } from "./fleet.ts";
import type { Bill, Line } from "./model.ts";
import { monthOf } from "./month.ts";
import { pricesOf } from "./prices.ts";

type Row = readonly [string, ...string[]];

/** The bills side by side, what stands for each, their three largest items and what would change. */
export function asText(bills: readonly Bill[]): string {
  const sizes = bills.map(({ tenants }) => `${grouped(tenants)} tenants`);
  const sections = [
    `Cost of a month in USD: ${pricesOf.region}, prices of ${pricesOf.date}, on demand, free tiers not counted.`,
    table([["", ...sizes], ...billRows(bills)]),
    "* one of its prices is assumed, see stacks/cost/prices.ts.",
    table([["What stands", ...sizes], ...fleetRows(bills)]),
    ...bills.map(largest),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** One line per item and size. */
export function asCsv(bills: readonly Bill[]): string {
  const rows = bills.flatMap(({ tenants, lines, tokens }) =>
    [...lines, tokens].map(({ service, item, usd, assumed }) =>
      [tenants, service, `"${item}"`, usd.toFixed(2), assumed ? "assumed" : "confirmed"].join(","),
    ),
  );
  return `${["tenants,service,item,usd,prices", ...rows].join("\n")}\n`;
}

function billRows(bills: readonly Bill[]): Row[] {
  const names = new Map(bills.flatMap(({ lines }) => lines.map((line) => [nameOf(line), line] as const)));
  // Items that only some sizes have stand among those of their service.
  const ordered = [...names].sort(
    ([, one], [, other]) => Number(one.service > other.service) - Number(one.service < other.service),
  );
  const amount = (bill: Bill, name: string) => bill.lines.find((line) => nameOf(line) === name)?.usd;
  return [
    ...ordered.map(
      ([name, { assumed }]): Row => [
        `${name}${assumed ? " *" : ""}`,
        ...bills.map((bill) => money(amount(bill, name))),
      ],
    ),
    ["Infrastructure", ...bills.map(({ infrastructure }) => money(infrastructure))],
    ["Infrastructure per tenant", ...bills.map(({ infrastructure, tenants }) => money(infrastructure / tenants, 2))],
    [nameOf({ service: "Model provider", item: "tokens" }), ...bills.map(({ tokens }) => money(tokens.usd))],
    ["All", ...bills.map(({ total }) => money(total))],
    ["All per tenant", ...bills.map(({ total, tenants }) => money(total / tenants, 2))],
  ];
}

function fleetRows(bills: readonly Bill[]): Row[] {
  const fleets = bills.map(({ tenants }) => fleetFor(monthOf(tenants)));
  const row = (name: string, of: (fleet: (typeof fleets)[number]) => string): Row => [name, ...fleets.map(of)];
  return [
    row("Postgres", ({ postgres }) => `${postgres.shards} × ${postgres.name}`),
    row("its storage", ({ postgres }) => `${grouped(postgres.storageGb)} GB`),
    row("Redis", ({ redis }) => `${redis.nodes} × ${redis.name}`),
    row("audit log", ({ managed }) =>
      managed ? `${managed.mongo.clusters} × Atlas ${managed.mongo.name.slice(5, 8)}` : "container",
    ),
    row("search", ({ managed }) => (managed ? `${grouped(managed.searchGb)} GB of memory` : "container")),
    row("vectors", ({ managed }) => (managed ? `${grouped(managed.vectorGb)} GB of memory` : "container")),
    row("NAT", ({ nat }) => `${nat.count} ${nat.kind}s`),
  ];
}

function largest(bill: Bill): string {
  const three = [...bill.lines].sort((one, other) => other.usd - one.usd).slice(0, 3);
  const items = three.map((line) => {
    const share = Math.round((100 * line.usd) / bill.infrastructure);
    return `  ${nameOf(line)}: ${money(line.usd)} (${share} % of infrastructure)`;
  });
  const changes = changesAt(bill).map(
    ({ what, savesUsd }) => `  ${savesUsd === null ? "" : `${saving(savesUsd)}: `}${what}`,
  );
  return [`${grouped(bill.tenants)} tenants, largest items`, ...items, "what would change", ...changes].join("\n");
}

const saving = (usd: number): string => (usd < 0 ? `costs ${money(-usd)}` : `saves ${money(usd)}`);
const nameOf = ({ service, item }: Pick<Line, "service" | "item">): string => `${service}: ${item}`;
const grouped = (value: number): string => Math.round(value).toLocaleString("en-US");

function money(usd: number | undefined, digits = 0): string {
  if (usd === undefined) return "–";
  const shown = usd < 10 ? Math.max(digits, 2) : digits;
  return usd.toLocaleString("en-US", { minimumFractionDigits: shown, maximumFractionDigits: shown });
}

function table(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([name, ...cells]) =>
      [name.padEnd(widths[0] ?? 0), ...cells.map((cell, index) => cell.padStart(widths[index + 1] ?? 0))]
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
