import { mkdirSync } from "node:fs";
import { type Portal, portals } from "../schema/portals.ts";
import { files, legal } from "./buckets.ts";
import { hosts, settings } from "./current.ts";
import { router } from "./router.ts";

const originOf = ({ name }: sst.aws.Bucket) => $interpolate`https://${name}.s3.${settings.region}.amazonaws.com`;
const storageOrigins = $interpolate`${originOf(files)} ${originOf(legal)}`;

/** The three portals, each on its host. Their pages hold no secret: everything comes from the API, with the person's own rights. */
for (const portal of portals)
  new sst.aws.Nextjs(`Portal${portal.charAt(0).toUpperCase()}${portal.slice(1)}`, {
    path: siteOf(portal),
    buildCommand: `npm run portals:bundle -- ${portal}`,
    router: { instance: router, domain: hosts[portal] },
    environment: {
      STAGE: $app.stage,
      API_URL: `https://${hosts.api}`,
      LIVE_URL: `https://${hosts.live}`,
      DASHBOARD_URL: `https://${hosts.dashboard}`,
      DM_URL: `https://${hosts.dm}`,
      MANAGE_URL: `https://${hosts.manage}`,
      STORAGE_ORIGINS: storageOrigins,
    },
    // Nothing is rendered ahead, so there is no cache to fill or to empty.
    transform: {
      server: (args) => {
        args.permissions = [];
      },
    },
    dev: { command: `npx next dev web/${portal}`, directory: "." },
  });

const folderOf = (portal: Portal): string => `dist/${portal}`;

// SST wants the folder before the build makes it.
function siteOf(portal: Portal): string {
  const path = folderOf(portal);
  mkdirSync(path, { recursive: true });
  return path;
}

/** The documentation: files, no function. */
new sst.aws.StaticSite("Docs", {
  path: ".",
  build: { command: "npm run docs:build", output: "dist/docs" },
  router: { instance: router, domain: hosts.docs },
  dev: false,
});
