import {
  type LessonData,
  type LessonSource,
  type MemoryKey,
  type MemoryPoint,
  memoryKeys,
  wordedConfidence,
} from "#schema/memory.ts";

/** One text that taught one point. */
export interface Evidence {
  key: MemoryKey;
  point: string;
  lesson: string;
  data: LessonData;
  source: LessonSource;
  learnedAt: Date;
  /** How people put it, and the figure they want. */
  worded?: string | null;
  wordedAmount?: number | null;
}

export interface Composed {
  points: MemoryPoint[];
  confidence: number;
  evidenceCount: number;
}

const pointsMax = 30;
/** How many decisions back examples are taken from, and lengths. */
const examplesOf = 5;
const lengthsOf = 10;
/** Each text that shows the same takes away so much of the doubt. */
const doubtLeft = 0.6;
/** What people want of one text speaks against what they want of another. */
const opposites: Readonly<Record<string, string>> = {
  "length:shorter": "length:longer",
  "length:longer": "length:shorter",
  "tone:friendlier": "tone:formal",
  "tone:formal": "tone:friendlier",
  "structure:list": "structure:prose",
  "structure:prose": "structure:list",
};

/** How sure something is that so many texts have shown, 0..1. */
export function confidenceOf(weight: number): number {
  return Math.round((1 - doubtLeft ** Math.max(0, weight)) * 100) / 100;
}

/** What an agent remembers, made of everything it was taught that nobody took away. Newest evidence first. */
export function compose(evidence: readonly Evidence[]): Map<MemoryKey, Composed> {
  const newest = evidence.toSorted((a, b) => b.learnedAt.getTime() - a.learnedAt.getTime());
  const recent = newest.filter(({ key }) => memoryKeys[key].confirms === "example").slice(0, examplesOf);
  return new Map(
    [...Map.groupBy(newest, ({ key }) => key)].map(([key, of]) => {
      const way = memoryKeys[key].confirms;
      if (way === "mean") return [key, meanOf(of)];
      if (way === "example") return [key, exampleOf(recent.filter((one) => one.key === key))];
      return [key, pointsOf(of, way === "list")];
    }),
  );
}

function pointsOf(of: readonly Evidence[], isList: boolean): Composed {
  const weights = new Map<string, number>();
  for (const { point, data } of of) weights.set(point, (weights.get(point) ?? 0) + weightOf(data));
  const points = [...Map.groupBy(of, ({ point }) => point)].flatMap(([point, [last, ...others]]) => {
    const weight = (weights.get(point) ?? 0) - (weights.get(opposites[point] ?? "") ?? 0);
    if (!last || (weight <= 0 && !of.some((one) => one.point === point && one.worded))) return [];
    const evidenceCount = others.length + 1;
    const worded = [last, ...others].find((one) => one.worded)?.worded;
    const confidence = worded ? wordedConfidence : confidenceOf(weight);
    return [{ point, text: worded ?? last.lesson, confidence, evidenceCount, data: last.data }];
  });
  const kept = (isList ? points : points.toSorted((a, b) => b.confidence - a.confidence)).slice(0, pointsMax);
  const surest = Math.max(0, ...kept.map(({ confidence }) => confidence));
  return {
    points: kept,
    confidence: isList ? confidenceOf(of.length) : surest,
    evidenceCount: of.length,
  };
}

// Lengths that differ much from each other are no preference.
function meanOf(of: readonly Evidence[]): Composed {
  const amounts = of
    .slice(0, lengthsOf)
    .flatMap(({ data }) => (typeof data["amount"] === "number" ? [data["amount"]] : []));
  const [first] = of;
  if (!first || amounts.length === 0) return { points: [], confidence: 0, evidenceCount: 0 };
  const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
  const spread = Math.sqrt(amounts.reduce((sum, amount) => sum + (amount - mean) ** 2, 0) / amounts.length);
  const steadiness = Math.max(0.3, 1 - spread / Math.max(1, mean));
  const amount = Math.round(mean);
  const unit = String(first.data["unit"] ?? "words");
  const wanted = of.find((one) => one.wordedAmount)?.wordedAmount;
  if (wanted) {
    const [text, evidenceCount] = [`Texts should have about ${wanted.toLocaleString("en")} ${unit}`, amounts.length];
    const point = {
      point: first.point,
      text,
      confidence: wordedConfidence,
      evidenceCount,
      data: { amount: wanted, unit },
    };
    return { points: [point], confidence: wordedConfidence, evidenceCount };
  }
  const confidence = Math.round(confidenceOf(amounts.length) * steadiness * 100) / 100;
  const text = `Texts people approved have about ${amount.toLocaleString("en")} ${unit}`;
  const point = { point: first.point, text, confidence, evidenceCount: amounts.length, data: { amount, unit } };
  return { points: [point], confidence, evidenceCount: amounts.length };
}

// The surest example is one that nobody had to edit; of several the newest.
function exampleOf(recent: readonly Evidence[]): Composed {
  const best = recent.find(({ data }) => data["edited"] !== true) ?? recent[0];
  if (!best) return { points: [], confidence: 0, evidenceCount: 0 };
  const confidence = confidenceOf(recent.length);
  const point = { point: best.point, text: best.lesson, confidence, evidenceCount: recent.length, data: best.data };
  return { points: [point], confidence, evidenceCount: recent.length };
}

function weightOf(data: LessonData): number {
  return typeof data["weight"] === "number" ? data["weight"] : 1;
}
