import { type Portal, portals } from "#schema/portals.ts";
import { bundlePortal, bytesIn, isBundleStale, portalBundle } from "./portal-bundle.ts";
import { fail, line, task } from "./terminal.ts";

// Makes the portals ready for AWS, all of them or those that are named; one whose sources did not change stays as it is.
const named = process.argv.slice(2);
const wanted = named.length === 0 ? portals : portals.filter((portal) => named.includes(portal));
const unknown = named.filter((name) => !portals.some((portal) => portal === name));

const mb = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

async function make(portal: Portal): Promise<void> {
  if (isBundleStale(portal)) {
    const shown = task(`Building ${portal} for AWS`);
    await bundlePortal(portal, shown.update).finally(shown.drop);
    shown.done(`Built ${portal} for AWS`);
  }
  const { dir, serverDir, assetsDir } = portalBundle(portal);
  line(`${portal}: server ${mb(bytesIn(serverDir))}, assets ${mb(bytesIn(assetsDir))}, in ${dir}`);
}

if (unknown.length > 0) {
  fail(`There is no portal ${unknown.join(", ")}; there are ${portals.join(", ")}.`);
  process.exitCode = 1;
} else for (const portal of wanted) await make(portal);
