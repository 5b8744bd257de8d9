/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app({ stage }) {
    const { policyOf, settingsOf } = await import("./stacks/stage.ts");
    const { kind, removal, protect } = policyOf(stage);
    if (kind === "local") return { name: "leadmetrics", home: "local", removal, protect };
    const { region } = settingsOf(stage, process.env);
    return { name: "leadmetrics", home: "aws", removal, protect, providers: { aws: { region }, command: "1.0.1" } };
  },
  async run() {
    const { kindOf } = await import("./stacks/stage.ts");
    if (kindOf($app.stage) === "local") {
      await import("./stacks/local.ts");
      return {};
    }
    const { outputs } = await import("./stacks/index.ts");
    return outputs;
  },
});
