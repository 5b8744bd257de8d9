import { monotonicFactory } from "ulid";
import { z } from "zod";

/** Prefix of every kind of id. One id per row; it is the id in APIs, URLs, object keys and search documents. */
export const idPrefix = {
  tenant: "ten",
  user: "usr",
  member: "mem",
  tenantSettings: "tst",
  session: "ses",
  loginAttempt: "lga",
  brandVoice: "bvc",
  contextFile: "ctx",
  activityTemplate: "atp",
  activity: "act",
  dependency: "adp",
  activityEvent: "aev",
  run: "run",
  runStep: "rst",
  runChunk: "rck",
  modelCall: "llm",
  retrieval: "rtv",
  retrievalHit: "rth",
  claim: "clm",
  claimSource: "cls",
  validatorResult: "vld",
  criticResult: "crr",
  editExample: "edx",
  agent: "agn",
  agentVersion: "agv",
  agentConfig: "agc",
  adapter: "adt",
  modelPrice: "mpr",
  approval: "apr",
  vote: "apv",
  comment: "cmt",
  blogRequest: "brq",
  contentBrief: "cbf",
  blogPost: "blg",
  contentVersion: "cvr",
  publishAttempt: "pub",
  publishStep: "pst",
  upload: "upl",
  channelMaster: "cht",
  channel: "chn",
  channelCredential: "chc",
  embeddingModel: "emd",
  dataset: "dst",
  datasetFile: "dsf",
  chunk: "dsc",
  ingestJob: "igj",
  notification: "ntf",
  delivery: "ntd",
  preference: "ntp",
  emailTemplate: "etp",
  channelText: "cxt",
  region: "reg",
  creditRate: "crt",
  creditBalance: "cbl",
  creditEntry: "clg",
  creditReservation: "crv",
  moneyBalance: "mbl",
  moneyEntry: "mnl",
  outbox: "obx",
  searchOutbox: "sob",
  event: "evt",
  deadLetter: "ddl",
  audit: "aud",
  request: "req",
} as const;

export type IdKind = keyof typeof idPrefix;

const next = monotonicFactory();

/** A new id of the kind: prefix, underscore, ULID. Sorts by time of making. */
export function newId(kind: IdKind): string {
  return `${idPrefix[kind]}_${next()}`;
}

/** Zod schema of an id of the kind; anything else is a validation error that names the form. */
export function id(kind: IdKind) {
  const prefix = idPrefix[kind];
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`), `must be an id of the form ${prefix}_…`)
    .describe(`Id of the form ${prefix}_ULID`);
}
