import * as z from "zod";
import { config } from "./config.ts";
import { MakingError, refusalOf } from "./image-maker.ts";
import { carry } from "./leaving.ts";

const callTimeoutMs = 30_000;
const fetchTimeoutMs = 45_000;
const answerMaxBytes = 1_000_000;
/** The largest video that is taken. */
const videoBytesMax = 100 * 1024 ** 2;
const apiVersion = "2024-11-06";
const ratio = "1080:1920";

const Begun = z.object({ id: z.string().min(1) });
const Task = z.object({
  status: z.enum(["PENDING", "THROTTLED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]),
  output: z.array(z.string()).optional(),
  failure: z.string().nullish(),
});
const Refusal = z.object({ error: z.string() });

type MakerName = "first" | "second";
interface Maker {
  name: MakerName;
  url: string;
  key: string;
}

/** How far a video is. */
export type Progress = { state: "running" } | { state: "done"; url: string } | { state: "failed"; reason: string };

/** Whether this installation has the key of a maker of videos. */
export const canFilm = (): boolean => makers().length > 0;

/** The model that videos are ordered of. */
export const videoModel = (): string => config("VIDEO_MODEL");

/** The makers of videos, the first one first; the second is asked only when the first refuses. */
export function makers(): Maker[] {
  const [key, second, secondUrl] = [config("VIDEO_KEY"), config("VIDEO_SECOND_KEY"), config("VIDEO_SECOND_URL")];
  return [
    ...(key ? [{ name: "first" as const, url: config("VIDEO_URL"), key }] : []),
    ...(second && secondUrl ? [{ name: "second" as const, url: secondUrl, key: second }] : []),
  ];
}

/** Orders a video of a still by the Runway API. @returns the id of its task @throws MakingError */
export async function orderVideo(
  maker: Maker,
  order: { still: Uint8Array; mime: string; prompt: string; seconds: number; signal: AbortSignal },
): Promise<string> {
  const { still, mime, prompt, seconds, signal } = order;
  const promptImage = `data:${mime};base64,${Buffer.from(still).toString("base64")}`;
  const body = JSON.stringify({ model: videoModel(), promptImage, promptText: prompt, ratio, duration: seconds });
  const answer = await carry(address(maker, "image_to_video"), {
    declaredLocal: false,
    method: "POST",
    headers: { ...headersOf(maker), "content-type": "application/json" },
    body,
    timeoutMs: callTimeoutMs,
    maxBytes: answerMaxBytes,
    signal,
    redirect: "error",
  });
  const said: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw refusalOf(answer, Refusal.safeParse(said).data?.error);
  const begun = Begun.safeParse(said);
  if (!begun.success) throw new MakingError("The answer of the maker of videos cannot be read.");
  return begun.data.id;
}

/** Looks how far a video is. @throws MakingError when its maker does not say */
export async function lookAt(name: string, taskId: string, signal: AbortSignal): Promise<Progress> {
  const maker = makers().find((one) => one.name === name);
  if (!maker) return { state: "failed", reason: "The maker of the video is not configured any more." };
  const answer = await carry(address(maker, `tasks/${encodeURIComponent(taskId)}`), {
    declaredLocal: false,
    headers: headersOf(maker),
    timeoutMs: callTimeoutMs,
    maxBytes: answerMaxBytes,
    signal,
    redirect: "error",
  });
  if (answer.status === 404) return { state: "failed", reason: "The maker does not know the video any more." };
  const said: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw refusalOf(answer, Refusal.safeParse(said).data?.error);
  const task = Task.safeParse(said);
  if (!task.success) throw new MakingError("The answer of the maker of videos cannot be read.");
  const { status, output, failure } = task.data;
  if (status === "SUCCEEDED" && output?.[0]) return { state: "done", url: output[0] };
  if (["SUCCEEDED", "FAILED", "CANCELLED"].includes(status))
    return { state: "failed", reason: failure ?? "The maker gave no reason." };
  return { state: "running" };
}

/** Fetches a finished video. @throws MakingError for what is no MP4 */
export async function fetchVideo(
  url: string,
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  const answer = await carry(url, { declaredLocal: false, timeoutMs: fetchTimeoutMs, maxBytes: videoBytesMax, signal });
  if (!answer.ok) throw refusalOf(answer);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const size = sizeOfMp4(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!size) throw new MakingError("What the maker gave is no MP4 video.", { isFinal: true });
  return { bytes, ...size };
}

/** Points of the first track that shows something, by its header; null for what is no MP4. */
function sizeOfMp4(bytes: Buffer): { width: number; height: number } | null {
  if (bytes.toString("latin1", 4, 8) !== "ftyp") return null;
  for (let at = bytes.indexOf("tkhd"); at > 0; at = bytes.indexOf("tkhd", at + 4)) {
    const end = at - 4 + bytes.readUInt32BE(at - 4);
    if (end > bytes.byteLength || end < at + 8) return null;
    const [width, height] = [bytes.readUInt32BE(end - 8) / 0x10000, bytes.readUInt32BE(end - 4) / 0x10000];
    if (width > 0 && height > 0) return { width: Math.round(width), height: Math.round(height) };
  }
  return null;
}

const address = ({ url }: Maker, path: string): string => `${url.replace(/\/+$/, "")}/${path}`;
const headersOf = ({ key }: Maker) => ({ authorization: `Bearer ${key}`, "x-runway-version": apiVersion });
