import { MediaKind, MediaRole, MediaSource, MediaVariantName } from "../../media.ts";
import { SubjectType } from "../../subject.ts";

export const mediaSets = {
  "media.kind": MediaKind,
  "media.source": MediaSource,
  "media_links.role": MediaRole,
  "media_links.subject_type": SubjectType,
  "media_variants.name": MediaVariantName,
};
