import { handle } from "hono/aws-lambda";
import * as storage from "#platform/storage.ts";
import * as vectors from "#platform/vectors.ts";
import { portalSurface } from "../edge/portal.ts";
import { router } from "../edge/router.ts";
import { ads } from "./ads.ts";
import { backlinks } from "./backlinks.ts";
import { blog } from "./blog.ts";
import { campaignResults } from "./campaign-results.ts";
import { campaigns } from "./campaigns.ts";
import { channelConnect } from "./channel-connect.ts";
import { channels } from "./channels.ts";
import { chat } from "./chat.ts";
import { codeChanges } from "./code-changes.ts";
import { contacts } from "./contacts.ts";
import { credits } from "./credits.ts";
import { crm } from "./crm.ts";
import { goals } from "./goals.ts";
import { insights } from "./insights.ts";
import { keys } from "./keys.ts";
import { keywords } from "./keywords.ts";
import { knowledge } from "./knowledge.ts";
import { leads } from "./leads.ts";
import { members } from "./members.ts";
import { memories } from "./memories.ts";
import { months } from "./months.ts";
import { nurture } from "./nurture.ts";
import { people } from "./people.ts";
import { pieces } from "./pieces.ts";
import { planning } from "./planning.ts";
import { publishing } from "./publishing.ts";
import { quality } from "./quality.ts";
import { reports } from "./reports.ts";
import { reputation } from "./reputation.ts";
import { requests } from "./requests.ts";
import { settings } from "./settings.ts";
import { skills } from "./skills.ts";
import { social } from "./social.ts";
import { tasks } from "./tasks.ts";
import { versions } from "./versions.ts";
import { visibility } from "./visibility.ts";
import { websites } from "./websites.ts";
import { work } from "./work.ts";

// The client of the log is loaded when it is wanted, here as in the verbs that read it.
const log = async () => (await import("#platform/audit.ts")).reachable();

export const app = portalSurface(
  "tenant",
  router()
    .route("/", people)
    .route("/", credits)
    .route("/", keywords)
    .route("/", members)
    .route("/", settings)
    .route("/", planning)
    .route("/", goals)
    .route("/", months)
    .route("/", requests)
    .route("/", work)
    .route("/", tasks)
    .route("/", blog)
    .route("/", pieces)
    .route("/", versions)
    .route("/", social)
    .route("/", publishing)
    .route("/", quality)
    .route("/", backlinks)
    .route("/", visibility)
    .route("/", reports)
    .route("/", ads)
    .route("/", crm)
    .route("/", channels)
    .route("/", channelConnect)
    .route("/", insights)
    .route("/", reputation)
    .route("/", campaigns)
    .route("/", campaignResults)
    .route("/", codeChanges)
    .route("/", knowledge)
    .route("/", keys)
    .route("/", skills)
    .route("/", memories)
    .route("/", websites)
    .route("/", chat)
    .route("/", leads)
    .route("/", nurture)
    .route("/", contacts),
  { stores: { mongodb: log, qdrant: vectors.reachable, s3: storage.reachable } },
);
export const handler = handle(app);
