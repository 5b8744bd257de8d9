import { writeFileSync } from "node:fs";
import { keywordClusterOf } from "#agents/content-brief-writer.ts";
import { agents } from "#agents/index.ts";
import { extractClaims } from "#core/run/claims.ts";
import { validate } from "#core/run/validators.ts";
import { envelope, passagesOf, retrieved } from "#tests/agents/corpus.ts";

const [
  company = "harbor-pine",
  topic = "How to make cold brew at home",
  keyword = "cold brew",
  words = "1200",
  notes = "",
] = process.argv.slice(2);
const all = company==="none" ? [] : await passagesOf(company);
const ctx = company === "none" ? "" : "# Context: Harbor & Pine Roasters\n\nWarm, friendly tone.";
const bw = agents["content-brief-writer"],
  w = agents["blog-writer"],
  c = agents["content-critic"];
let t = performance.now();
const cl = keywordClusterOf(topic, keyword || undefined, retrieved(topic, all));
const bi = bw.input.parse({
  topic,
  audience: "curious home brewers",
  keywordCluster: cl,
  wordCountTarget: Number(words),
});
let env = envelope({
  contextFile: ctx,
  chunks: retrieved(bw.query(bi), all).map(({ chunkId, fileName, text, score, trust }) => ({
    chunkId,
    fileName,
    text,
    score,
    trust,
  })),
  bannedWords: ["java", "smooth"],
});
const brief = bw.offline(bi, env);
const bv = validate(bw, brief, bi, env);
console.log(
  "BRIEF",
  JSON.stringify(brief.data, null, 1),
  brief.warnings,
  bv.findings.filter((f) => !f.passed),
);
const wi = w.input.parse({
  topic,
  targetKeyword: cl.primaryKeyword,
  contentBrief: brief.data,
  targetWordCount: Number(words),
  audience: "curious home brewers",
});
const used = retrieved(w.query(wi), all);
env = envelope({
  contextFile: ctx,
  chunks: used.map(({ chunkId, fileName, text, score, trust }) => ({ chunkId, fileName, text, score, trust })),
  bannedWords: ["java", "smooth"],
  ...(notes ? { reviewerNotes: notes, wakeReason: "rejection", version: 2 } : {}),
});
t = performance.now();
const post = w.offline(wi, env) as any; if (process.env.DBG) { const f=(await import("#agents/offline/facts.ts")).factsOf(env); for (const p of f.passages) console.log(p.words, p.topic, p.sentences[0]); }
console.log("compose ms", performance.now() - t);
const v = validate(w, post, wi, env) as any;
console.log(
  v.findings.filter((f: any) => !f.passed),
  v.fatal,
);
t = performance.now();
const claims = extractClaims(post.data.bodyMarkdown, post.citations, used);
console.log("claims ms", performance.now() - t);
const by = (s: string) => claims.filter((c) => c.support === s);
console.log(
  "claims",
  by("supported").length,
  by("weak").length,
  by("unsupported").length,
  by("unsupported").map((c) => c.text),
  by("weak").map((c) => c.text),
);
const ci = c.input.parse({
  kind: "blog_post",
  title: post.data.title,
  content: post.data.bodyMarkdown,
  metaDescription: post.data.metaDescription,
  brief: brief.data,
  limits: { targetWordCount: Number(words), wordsMin: 800, wordsMax: 2500 },
  claims: {
    supported: by("supported").length,
    weak: by("weak").length,
    unsupported: by("unsupported").length,
    unsupportedSentences: by("unsupported").map((c) => c.text),
  },
});
console.log("CRITIC", JSON.stringify(c.offline(ci, env).data));
const { bodyMarkdown, ...rest } = post.data;
console.log(rest, post.warnings, post.citations.length);
writeFileSync("/tmp/try/article.md", `# ${post.data.title}\n\n${bodyMarkdown}\n`);
