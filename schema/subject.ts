import { z } from "zod";

/** What an approval, comment, claim, notification or version may be about, as far as it is built. */
export const SubjectType = z.enum([
  "blog_post",
  "content_brief",
  "content_request",
  "activity",
  "publish_attempt",
  "dataset_file",
]);
export type SubjectType = z.infer<typeof SubjectType>;
