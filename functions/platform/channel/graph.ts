import * as z from "zod";
import { type Answer, type Call, callOf } from "./api.ts";
import { graphVersion } from "./home.ts";
import type { ChannelErrorCode, PayloadIssue, SocialPayload } from "./types.ts";

export const Made = z.looseObject({ id: z.string() });

const Failure = z.object({
  error: z.object({ message: z.string(), code: z.number(), is_transient: z.boolean().optional() }),
});

/** The Graph API as an account. */
export function graph(accessToken: string): Call {
  const call = callOf("meta", accessToken);
  return (path, ask) => call(graphVersion + path, ask);
}

/** What the Graph API says in its own codes: its statuses do not tell a limit from a missing right. */
export function graphError({ status, body }: Answer): { code: ChannelErrorCode; message: string } {
  const failure = Failure.safeParse(body);
  if (!failure.success) return { code: "provider_down", message: `The Graph API answered ${status}.` };
  const { code, message } = failure.data.error;
  return { code: codes[code] ?? (status >= 500 ? "provider_down" : "bad_request"), message: message.slice(0, 400) };
}

const codes: Record<number, ChannelErrorCode> = {
  4: "rate_limited",
  17: "rate_limited",
  32: "rate_limited",
  613: "rate_limited",
  10: "permission",
  200: "permission",
  190: "auth_expired",
  324: "invalid_media",
  368: "policy",
  506: "duplicate",
  2500: "target_gone",
  9007: "invalid_media",
  36004: "text_too_long",
};

/** Whether the Graph API says that there is no such object. */
export function isGone({ status, body }: Answer): boolean {
  const failure = z.object({ error: z.object({ type: z.string(), code: z.number() }) }).safeParse(body);
  return status >= 400 && failure.success && failure.data.error.type === "GraphMethodException";
}

/** What keeps a post from a network, by its bounds. */
export function bounds(
  payload: SocialPayload,
  {
    textMax,
    imagesMin = 0,
    imagesMax,
    videos = 1,
  }: { textMax: number; imagesMin?: number; imagesMax: number; videos?: number },
): PayloadIssue<SocialPayload>[] {
  const { text, link, media } = payload;
  const images = media.filter(({ mime }) => mime.startsWith("image/")).length;
  const films = media.length - images;
  const issues: PayloadIssue<SocialPayload>[] = [];
  if (text.trim() === "" && link === null && media.length === 0)
    issues.push({ field: "text", code: "required", text: "The post has no text." });
  if (text.length > textMax)
    issues.push({ field: "text", code: "text_too_long", text: `The text is longer than ${textMax} characters.` });
  if (films === 0 && images < imagesMin)
    issues.push({ field: "media", code: "invalid_media", text: "The post needs a picture or a video." });
  if (images > imagesMax || films > videos || (films > 0 && images > 0))
    issues.push({
      field: "media",
      code: "invalid_media",
      text: `The account takes up to ${imagesMax} pictures, or ${videos === 0 ? "no" : "one"} video.`,
    });
  return issues;
}
