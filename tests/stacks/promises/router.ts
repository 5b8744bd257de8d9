import { deployedFunctions, surfaceFunctionName } from "#schema/functions.ts";
import { portals } from "#schema/portals.ts";
import { type SurfaceName, surfaces, viewerAddressHeader } from "#schema/surfaces.ts";
import { edgeOf } from "../synth/edge.ts";
import { type Graph, ofType } from "../synth/graph.ts";
import { lambdas } from "./functions.ts";
import { domainOf, type Promised, unless } from "./promise.ts";

function originOf(graph: Graph, stage: string, surface: SurfaceName): string | undefined {
  const name = lambdas(graph, stage).get(surfaceFunctionName(surface))?.inputs["name"];
  const url = ofType(graph, "aws:lambda/functionUrl:FunctionUrl").find(({ inputs }) => inputs["functionName"] === name);
  return url && `${url.name.toLowerCase()}.lambda-url.eu-central-1.on.aws`;
}

export const routerPromises: Promised[] = [
  {
    says: "the router's function is no longer than CloudFront takes",
    broken: (graph) => {
      const { bytes } = edgeOf(graph);
      return unless(bytes > 0 && bytes <= 10_240, `it has ${bytes} bytes`);
    },
  },
  {
    says: "every prefix of the API leads to its function, signed, on the API's host and, below /api, on each portal's",
    broken: async (graph, stage) => {
      const edge = edgeOf(graph);
      const wanted = deployedFunctions().flatMap((fn) => {
        if (fn.trigger !== "http") return [];
        const uri = `${surfaces[fn.surface].prefix}/things`;
        const to = { surface: fn.surface, uri, readTimeout: fn.streaming ? 60 : 30 };
        return [
          { ...to, host: `api.${domainOf(stage)}`, asked: uri, portal: undefined },
          ...portals.map((portal) => ({ ...to, host: `${portal}.${domainOf(stage)}`, asked: `/api${uri}`, portal })),
        ];
      });
      const answers = wanted.map(async ({ surface, uri, readTimeout, host, asked, portal }) => {
        const got = await edge.request({ host, uri: asked, headers: { [viewerAddressHeader]: "10.0.0.1" } });
        const origin = originOf(graph, stage, surface);
        const says = `${host}${asked}`;
        return [
          ...unless(
            got.origin === origin && got.uri === uri,
            `${says} leads to ${got.origin}${got.uri}, not ${origin}${uri}`,
          ),
          ...unless(got.signed === true, `${says} is not signed`),
          ...unless(got.readTimeout === readTimeout, `${says} may be silent for ${got.readTimeout} s`),
          ...unless(got.headers["x-portal"] === portal, `${says} comes from ${got.headers["x-portal"]}`),
          ...unless(got.headers[viewerAddressHeader] === "203.0.113.9", `${says} believes its caller`),
        ];
      });
      return (await Promise.all(answers)).flat();
    },
  },
  {
    says: "pages lead to their portal or to the documentation, the bare domain to the dashboard, and nothing else anywhere",
    broken: async (graph, stage) => {
      const edge = edgeOf(graph);
      const domain = domainOf(stage);
      const [bare, missing, astray, docs] = await Promise.all([
        edge.request({ host: domain, uri: "/" }),
        edge.request({ host: `api.${domain}`, uri: "/nothing/v1" }),
        edge.request({ host: `dashboard.${domain}`, uri: "/admin/v1/users" }),
        edge.request({ host: `docs.${domain}`, uri: "/" }),
      ]);
      const pages = portals.map(async (portal) => {
        const { origin, signed } = await edge.request({ host: `${portal}.${domain}`, uri: "/login" });
        return unless(
          Boolean(origin?.startsWith(`portal${portal}server`)) && signed === true,
          `the pages of ${portal} lead to ${origin}`,
        );
      });
      return [
        ...unless(bare.location === `https://dashboard.${domain}/`, `${domain} leads to ${bare.location}`),
        ...unless(missing.status === 404, `an unknown address of the API answers ${missing.status}`),
        ...unless(
          Boolean(astray.origin?.startsWith("portaldashboard")),
          `the API is at a portal's host without /api: ${astray.origin}`,
        ),
        ...unless(Boolean(docs.origin?.includes("s3.")), `the documentation leads to ${docs.origin}`),
        ...(await Promise.all(pages)).flat(),
      ];
    },
  },
];
