import { AuthorKind, BlogStatus } from "../../blog.ts";
import { BriefGoal, SearchIntent } from "../../brief.ts";
import { AttemptMode, AttemptStatus, PublishOutcome, PublishPhase, PublishTarget } from "../../publish.ts";
import { RequestStatus } from "../../request.ts";
import { SubjectType } from "../../subject.ts";
import { UploadPurpose, UploadStatus } from "../../upload.ts";

export const contentSets = {
  "blog_posts.status": BlogStatus,
  "blog_requests.status": RequestStatus,
  "content_briefs.goal": BriefGoal,
  "content_briefs.search_intent": SearchIntent,
  "content_versions.author_kind": AuthorKind,
  "content_versions.subject_type": SubjectType,
  "publish_attempts.mode": AttemptMode,
  "publish_attempts.status": AttemptStatus,
  "publish_attempts.subject_type": SubjectType,
  "publish_attempts.target": PublishTarget,
  "publish_steps.outcome": PublishOutcome,
  "publish_steps.phase": PublishPhase,
  "uploads.purpose": UploadPurpose,
  "uploads.status": UploadStatus,
};
