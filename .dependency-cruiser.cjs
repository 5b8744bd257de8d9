/** Imports point one way: schema <- core <- doors. Only functions/platform names a vendor. */

module.exports = {
  forbidden: [
    {
      name: "schema-imports-only-words",
      severity: "error",
      from: { path: "^schema/" },
      to: { path: "^(functions|localstack|web|tests|stacks|mobile)/" },
    },
    {
      name: "platform-below-core",
      severity: "error",
      from: { path: "^functions/platform/" },
      to: { path: "^functions/(core|agents|api|worker|clock|live|dispatcher)/" },
    },
    {
      name: "core-below-doors",
      severity: "error",
      from: { path: "^functions/(core|agents)/" },
      to: { path: "^functions/(api|worker|clock|live|dispatcher)/" },
    },
    {
      name: "product-without-local-cloud",
      severity: "error",
      from: { path: "^(schema|functions|web)/" },
      to: { path: "^(localstack|tests)/" },
    },
    {
      name: "stacks-import-words-only",
      severity: "error",
      from: { path: "^stacks/" },
      to: { path: "^(functions|localstack|web|tests)/", pathNot: "^localstack/(terminal|paths)[.]ts$" },
    },
    {
      name: "web-sees-words-only",
      severity: "error",
      from: { path: "^web/" },
      to: { path: "^(functions|localstack|tests)/" },
    },
    {
      name: "portals-apart",
      severity: "error",
      from: { path: "^web/(dashboard|dm|manage)/" },
      to: { path: "^web/(dashboard|dm|manage)/", pathNot: "^web/$1/" },
    },
    {
      name: "kit-below-portals",
      severity: "error",
      from: { path: "^web/kit/" },
      to: { path: "^web/(dashboard|dm|manage)/" },
    },
    {
      name: "vendors-only-in-platform",
      severity: "error",
      from: { path: "^functions/(core|agents|api|worker|clock|release)/" },
      to: {
        dependencyTypes: ["npm", "npm-dev", "npm-optional"],
        path: "node_modules/(pg|kysely|bullmq|ioredis|mongodb|typesense|@qdrant|@aws-sdk|nodemailer|ai|@ai-sdk|ollama-ai-provider-v2|better-auth|jose|pino|pdfkit|socket\\.io)/",
      },
    },
    {
      name: "worker-only-in-dispatcher",
      severity: "error",
      from: { path: "^functions/", pathNot: "^functions/(platform|dispatcher)/" },
      to: { path: "node_modules/bullmq/" },
    },
    {
      name: "sign-in-library-only-in-auth",
      severity: "error",
      from: { path: "^functions/", pathNot: "^functions/(platform/login/|core/(auth|account)/)" },
      to: { path: "^functions/platform/login/" },
    },
    // The engine that SST runs on is where its platform is.
    {
      name: "no-unresolved",
      severity: "error",
      from: { pathNot: "^tests/stacks/synth/mocks" },
      to: { couldNotResolve: true, pathNot: "\\.css$|^hast$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.next|\\.data|node_modules/\\.cache)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".json"],
    },
    // `require` is a verb of ours here: it asks the permission matrix.
    moduleSystems: ["es6"],
  },
};
