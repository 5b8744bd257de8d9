import { Decimal128, Double, Int32, Long } from "bson";

/** A value of MongoDB's four number types, also as JavaScript shows the smaller three. */
export type Numeric = number | bigint | Int32 | Double | Long | Decimal128;

/** mantissa * 10^exponent, which holds every finite value of all four types exactly. */
interface Exact {
  mantissa: bigint;
  exponent: number;
}

export function isNumeric(value: unknown): value is Numeric {
  if (typeof value === "number" || typeof value === "bigint") return true;
  return value instanceof Int32 || value instanceof Double || value instanceof Long || value instanceof Decimal128;
}

/** Compares by mathematical value whatever the types; NaN comes before every number. */
export function compareNumbers(left: Numeric, right: Numeric): number {
  const [a, b] = [primitive(left), primitive(right)];
  if (typeof a !== "object" && typeof b !== "object") return comparePrimitives(a, b);
  const [x, y] = [exact(a), exact(b)];
  if (typeof x === "number" || typeof y === "number") return comparePrimitives(asNumber(x), asNumber(y));
  const exponent = Math.min(x.exponent, y.exponent);
  return comparePrimitives(scaled(x, exponent), scaled(y, exponent));
}

/** A text that is the same for equal numbers of any type and different otherwise. */
export function numberKey(value: Numeric): string {
  const plain = primitive(value);
  if (typeof plain !== "object") return primitiveKey(plain);
  const parts = exact(plain);
  if (typeof parts === "number") return String(parts);
  const number = Number(plain.toString());
  if (Number.isFinite(number) && compareNumbers(plain, number) === 0) return primitiveKey(number);
  let { mantissa, exponent } = parts;
  while (mantissa % 10n === 0n) {
    mantissa /= 10n;
    exponent++;
  }
  return exponent >= 0 && exponent < 20 ? String(mantissa * 10n ** BigInt(exponent)) : `${mantissa}e${exponent}`;
}

function primitiveKey(value: number | bigint): string {
  const unsafe = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return String(unsafe ? BigInt(value) : value);
}

/** The number as JavaScript's own, rounded when that cannot hold it. */
export function toNumber(value: Numeric): number {
  const plain = primitive(value);
  return typeof plain === "object" ? Number(plain.toString()) : Number(plain);
}

function primitive(value: Numeric): number | bigint | Decimal128 {
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Decimal128) return value;
  if (value instanceof Long) return value.toBigInt();
  return value.valueOf();
}

function comparePrimitives(left: number | bigint, right: number | bigint): number {
  if (left < right) return -1;
  if (left > right) return 1;
  return Number(Number.isNaN(right)) - Number(Number.isNaN(left));
}

/** Infinities and NaN stay numbers. */
function exact(value: number | bigint | Decimal128): Exact | number {
  if (typeof value === "bigint") return { mantissa: value, exponent: 0 };
  if (typeof value === "number") return exactDouble(value);
  const [, sign = "", whole = "", fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(value.toString()) ?? [];
  if (whole === "") return Number(value.toString());
  return { mantissa: BigInt(`${sign}${whole}${fraction}`), exponent: Number(power) - fraction.length };
}

function exactDouble(value: number): Exact | number {
  if (!Number.isFinite(value)) return value;
  let [scaledUp, halvings] = [value, 0];
  while (!Number.isInteger(scaledUp)) {
    scaledUp *= 2;
    halvings++;
  }
  return { mantissa: BigInt(scaledUp) * 5n ** BigInt(halvings), exponent: -halvings };
}

function asNumber(value: Exact | number): number {
  return typeof value === "number" ? value : Math.sign(Number(value.mantissa));
}

function scaled({ mantissa, exponent }: Exact, to: number): bigint {
  return mantissa * 10n ** BigInt(exponent - to);
}
