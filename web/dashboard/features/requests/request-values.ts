import type { BlogPost } from "#schema/blog.ts";
import type { ContentAudit } from "#schema/content-quality.ts";
import type { BlogRequestInput, ContentRequest } from "#schema/request.ts";

/** What the form holds: text fields as typed, numbers empty until given. */
export interface RequestValues {
  topic: string;
  brief: string;
  audience: string;
  targetKeyword: string;
  targetUrl: string;
  wordCount: number | "";
  channelId: string | null;
  wantedOn: string;
}

export const emptyRequest: RequestValues = {
  topic: "",
  brief: "",
  audience: "",
  targetKeyword: "",
  targetUrl: "",
  wordCount: "",
  channelId: null,
  wantedOn: "",
};

/** The form's values of a stored request. */
export function valuesOf(request: ContentRequest): RequestValues {
  return {
    topic: request.topic,
    brief: request.brief ?? "",
    audience: request.audience ?? "",
    targetKeyword: request.targetKeyword ?? "",
    targetUrl: request.targetUrl ?? "",
    wordCount: request.wordCount ?? "",
    channelId: request.channelId,
    wantedOn: request.wantedOn ?? "",
  };
}

/** What is sent: empty fields are left out. */
export function inputOf(values: RequestValues): Omit<BlogRequestInput, "submit"> {
  return {
    topic: values.topic.trim(),
    ...(values.brief.trim() ? { brief: values.brief.trim() } : {}),
    ...(values.audience.trim() ? { audience: values.audience.trim() } : {}),
    ...(values.targetKeyword.trim() ? { targetKeyword: values.targetKeyword.trim() } : {}),
    ...(values.targetUrl.trim() ? { targetUrl: values.targetUrl.trim() } : {}),
    ...(values.wordCount === "" ? {} : { wordCount: values.wordCount }),
    ...(values.channelId ? { channelId: values.channelId } : {}),
    ...(values.wantedOn ? { wantedOn: values.wantedOn } : {}),
  };
}

/** A request for a better version of a post, as its last audit words it. */
export function refreshOf(post: BlogPost, audit: ContentAudit | undefined): RequestValues {
  const { summary = "", priorityFindings = [], suggestedUpdates = "" } = audit?.refreshContext ?? {};
  const findings = priorityFindings.map((finding) => `- ${finding}`).join("\n");
  const brief = [summary, findings, suggestedUpdates].filter((part) => part !== "").join("\n\n");
  return {
    ...emptyRequest,
    topic: post.title.slice(0, 200),
    brief: brief.slice(0, 4_000),
    targetKeyword: post.targetKeyword,
    targetUrl: post.publishedUrl ?? "",
  };
}

const words = { min: 800, max: 2_500 };

/** Field messages in words for people; empty when the request can be sent. */
export function checkRequest(values: RequestValues): Record<string, string> {
  const topic = values.topic.trim().length;
  const keyword = values.targetKeyword.trim().length;
  const problems: Record<string, string> = {};
  if (topic < 5 || topic > 200) problems["topic"] = "Say in 5 to 200 characters what the post is about.";
  if (values.brief.trim().length > 4_000) problems["brief"] = "The notes have at most 4,000 characters.";
  if (values.audience.trim().length > 500) problems["audience"] = "The audience has at most 500 characters.";
  if (keyword === 1 || keyword > 80) problems["targetKeyword"] = "A keyword has 2 to 80 characters.";
  const url = values.targetUrl.trim();
  if (url !== "" && !(/^https?:\/\//.test(url) && URL.canParse(url)))
    problems["targetUrl"] = "Give the full address, beginning with https://";
  const { wordCount } = values;
  if (wordCount !== "" && (wordCount < words.min || wordCount > words.max)) {
    problems["wordCount"] = "A post has 800 to 2,500 words.";
  }
  return problems;
}
