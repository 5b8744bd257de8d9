import { policyOf, settingsOf } from "./stage.ts";

/** The stage at hand: its policy, what whoever deploys says of it, and the names it gives. */
export const policy = policyOf($app.stage);
export const settings = settingsOf($app.stage, process.env);

// Before anything else is made, so that no role goes without.
const { boundaryArn } = settings;
if (boundaryArn)
  $transform(aws.iam.Role, (args) => {
    args.permissionsBoundary = boundaryArn;
  });

/** In front of the name of every function, so that whoever looks after them finds them, and the dispatcher too. */
export const functionPrefix = `${$app.name}-${$app.stage}-`;

const { domain } = settings;

/** Where people and programs find what. */
export const hosts = {
  api: `api.${domain}`,
  live: `live.${domain}`,
  dashboard: `dashboard.${domain}`,
  dm: `dm.${domain}`,
  manage: `manage.${domain}`,
  docs: `docs.${domain}`,
} as const;
