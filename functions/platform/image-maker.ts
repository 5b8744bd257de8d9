import * as z from "zod";
import { config } from "./config.ts";
import { carry } from "./leaving.ts";

const callTimeoutMs = 180_000;
const answerMaxBytes = 40_000_000;

const Answer = z.object({ data: z.array(z.object({ b64_json: z.string() })).min(1) });
const Refusal = z.object({ error: z.object({ message: z.string(), code: z.string().nullish() }) });

/** Forms in which a picture can be ordered. */
export type Shape = "1024x1024" | "1536x1024" | "1024x1536";

/** A picture that was not made. `isFinal`: the same order would be refused again. `isFree`: nothing was charged for it. */
export class MakingError extends Error {
  readonly isFinal: boolean;
  readonly isFree: boolean;
  readonly retryAfterMs: number | undefined;
  constructor(
    message: string,
    {
      isFinal = false,
      isFree = false,
      retryAfterMs,
    }: { isFinal?: boolean; isFree?: boolean; retryAfterMs?: number } = {},
  ) {
    super(message);
    this.name = "MakingError";
    this.isFinal = isFinal;
    this.isFree = isFree;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether this installation has the key of a maker of pictures. */
export function canDraw(): boolean {
  return config("IMAGE_KEY") !== undefined;
}

/** The model that pictures are ordered of. */
export const imageModel = (): string => config("IMAGE_MODEL");

/** A picture by the OpenAI API for images, as PNG. @throws MakingError; privacy.local_only before anything is sent */
export async function drawImage(
  prompt: string,
  { shape, quality, signal }: { shape: Shape; quality: "low" | "medium" | "high"; signal: AbortSignal },
): Promise<Uint8Array> {
  const key = config("IMAGE_KEY");
  if (key === undefined)
    throw new MakingError("No maker of pictures is configured here (IMAGE_KEY).", { isFinal: true, isFree: true });
  const answer = await carry(`${config("IMAGE_URL").replace(/\/+$/, "")}/images/generations`, {
    declaredLocal: false,
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ model: imageModel(), prompt, n: 1, size: shape, quality, output_format: "png" }),
    timeoutMs: callTimeoutMs,
    maxBytes: answerMaxBytes,
    redirect: "error",
    signal,
  });
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw refusalOf(answer, Refusal.safeParse(body).data?.error.message);
  const parsed = Answer.safeParse(body);
  if (!parsed.success) throw new MakingError("The answer of the maker of pictures cannot be read.");
  return Buffer.from(parsed.data.data[0]?.b64_json ?? "", "base64");
}

/** What a status that is no success says about an order. */
export function refusalOf(answer: Response, message = `The maker answers with ${answer.status}.`): MakingError {
  const { status } = answer;
  if (status === 429) {
    const seconds = Number(answer.headers.get("retry-after") ?? 5);
    return new MakingError(message, { isFree: true, retryAfterMs: Math.max(1, seconds || 5) * 1_000 });
  }
  return new MakingError(message, { isFinal: status >= 400 && status < 500, isFree: status < 500 });
}
