import { deployedFunctions } from "../schema/functions.ts";
import { surfaces } from "../schema/surfaces.ts";
import { settings } from "./current.ts";
import { lambdaArgs, resourceName } from "./lambda.ts";
import { router } from "./router.ts";

// Of two routes the router takes the one with the longer pattern of hosts. The stars stand for the host of the API and those of the
// portals, whose pages have patterns without any: with five of them this is longer than each.
const anyHost = `*****.${settings.domain}`;

/** A function for each surface. Its own address answers nobody but the router, which signs what it passes on. */
export const api = deployedFunctions()
  .filter((fn) => fn.trigger === "http")
  .map((fn) => ({
    name: fn.name,
    streaming: fn.streaming,
    function: new sst.aws.Function(resourceName(fn.name), {
      ...lambdaArgs(fn),
      streaming: fn.streaming,
      url: {
        cors: false,
        router: {
          instance: router,
          domain: anyHost,
          path: surfaces[fn.surface].prefix,
          // A stream says something every fifteen seconds.
          readTimeout: fn.streaming ? "60 seconds" : "30 seconds",
        },
      },
    }),
  }));
