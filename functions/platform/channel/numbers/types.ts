/** A number of one day: of a whole channel, or of a part of it such as `query:lamps`. */
export interface Reading {
  on: string;
  metric: string;
  dimension: string;
  value: number;
}

/** The account at the provider, by the id that the provider gave it. */
export interface NumbersAccount {
  id: string;
  accessToken: string;
  /** Google Ads account through which this one is managed. */
  managerId?: string | undefined;
}

/** Days as YYYY-MM-DD, both included. */
export interface Span {
  from: string;
  to: string;
}

/** Reads the numbers of an account. Days without an answer are left out. @throws ChannelError */
export type ReadNumbers = (account: NumbersAccount, span: Span) => Promise<Reading[]>;

/** The readings of one day, of the metrics whose value is known. */
export function readings(on: string, dimension: string, values: Record<string, unknown>): Reading[] {
  return Object.entries(values).flatMap(([metric, given]) => {
    const value = typeof given === "string" || typeof given === "number" ? Number(given) : Number.NaN;
    return Number.isFinite(value) ? [{ on, metric, dimension, value }] : [];
  });
}
