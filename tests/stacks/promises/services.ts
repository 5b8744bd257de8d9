import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "#localstack/paths.ts";
import { metrics } from "#schema/metrics.ts";
import { policyOf } from "../../../stacks/stage.ts";
import { type Graph, ofType } from "../synth/graph.ts";
import { containersOf } from "./containers.ts";
import { domainOf, type Promised, unless } from "./promise.ts";

const folders = { Dispatcher: "functions/dispatcher", Gateway: "functions/live", Release: "functions/release" };
type Service = "Dispatcher" | "Gateway";
const services: readonly Service[] = ["Dispatcher", "Gateway"];

const serviceOf = (graph: Graph, name: string) =>
  ofType(graph, "aws:ecs/service:Service").find((each) => each.name === `${name}Service`)?.inputs ?? {};

export const servicePromises: Promised[] = [
  {
    says: "dispatcher and gateway run as often as the stage says, grow with their load and roll back by themselves",
    broken: (graph, stage) => {
      const policy = policyOf(stage);
      return services.flatMap((name) => {
        const { min, max } = policy[name === "Dispatcher" ? "dispatcher" : "gateway"];
        const service = serviceOf(graph, name);
        const scaled = ofType(graph, "aws:appautoscaling/target:Target").find((each) =>
          each.name.startsWith(name),
        )?.inputs;
        const by = name === "Dispatcher" ? "QueueLagMs" : "Connections";
        const scaling = ofType(graph, "aws:appautoscaling/policy:Policy").find(
          (each) => each.name === `${name}By${by}`,
        );
        const text = JSON.stringify(scaling?.inputs ?? {});
        return [
          ...unless(
            scaled?.["minCapacity"] === min && scaled["maxCapacity"] === max,
            `${name} has other bounds than ${min} to ${max}`,
          ),
          ...unless(
            (service["deploymentCircuitBreaker"] as { rollback?: boolean } | undefined)?.rollback === true,
            `${name} does not roll back`,
          ),
          ...unless(
            max === min || (text.includes(by) && text.includes(metrics[by].statistic)),
            `${name} does not grow by ${by}`,
          ),
        ];
      });
    },
  },
  {
    says: "there are two of each where others rely on them",
    of: ["staging", "production"],
    broken: (graph) =>
      services.flatMap((name) => unless(Number(serviceOf(graph, name)["desiredCount"]) >= 2, `${name} runs but once`)),
  },
  {
    says: "services stop as slowly as Fargate bears, are looked after, and log lines",
    broken: (graph) =>
      services.flatMap((name) => {
        const container = containersOf(graph).find((each) => each.name === name);
        return [
          ...unless(container?.stopTimeout === 120, `${name} is killed after ${container?.stopTimeout ?? 30} s`),
          ...unless(container?.healthCheck?.command[0] === "CMD", `nobody looks whether ${name} is well`),
          ...unless(
            /^1(\.1)*$/.test(container?.environment["PARAMETER_VERSIONS"] ?? ""),
            `${name} keeps an old secret`,
          ),
          ...unless(container?.pseudoTerminal === false, `${name} logs to a terminal`),
        ];
      }),
  },
  {
    says: "containers have no address outside, and nothing that their image does not bring",
    broken: (graph) => [
      ...ofType(graph, "aws:ecs/service:Service").flatMap(({ name, inputs }) => {
        const network = inputs["networkConfiguration"] as { assignPublicIp?: boolean; subnets: string[] };
        const isPrivate = !network.assignPublicIp && network.subnets.every((subnet) => subnet.includes("Private"));
        return unless(isPrivate, `${name} has an address outside`);
      }),
      ...Object.entries(folders).flatMap(([name, folder]) =>
        unless(existsSync(join(root, folder, "Dockerfile")), `${name} has no Dockerfile`),
      ),
    ],
  },
  {
    says: "a container is asked for its health by the words of its Dockerfile",
    broken: (graph) =>
      services.flatMap((name) => {
        const text = readFileSync(join(root, folders[name], "Dockerfile"), "utf8");
        const words = JSON.parse(/HEALTHCHECK[^[]*CMD\s*(\[[^\]]*\])/.exec(text)?.[1] ?? "[]") as string[];
        const asked = containersOf(graph)
          .find((each) => each.name === name)
          ?.healthCheck?.command.slice(1);
        return unless(words.length > 0 && words.join() === asked?.join(), `${name} is asked ${asked?.join(" ")}`);
      }),
  },
  {
    says: "the gateway is reached over TLS only, is limited per address, and keeps a client at the same task",
    broken: (graph) => {
      const listeners = ofType(graph, "aws:lb/listener:Listener").map(({ inputs }) => inputs);
      const plain = listeners.filter(({ protocol }) => protocol !== "HTTPS");
      const [target] = ofType(graph, "aws:lb/targetGroup:TargetGroup");
      const [association] = ofType(graph, "aws:wafv2/webAclAssociation:WebAclAssociation");
      return [
        ...unless(
          listeners.some(({ protocol }) => protocol === "HTTPS"),
          "it has no TLS",
        ),
        ...plain.flatMap(({ defaultActions }) =>
          unless(JSON.stringify(defaultActions).includes('"redirect"'), "it answers without TLS"),
        ),
        ...unless(
          (target?.inputs["stickiness"] as { enabled?: boolean } | undefined)?.enabled === true,
          "long polling would go astray",
        ),
        ...unless(String(association?.inputs["resourceArn"]).includes("Gateway"), "it has no limit per address"),
      ];
    },
  },
  {
    says: "the router limits requests per address, with the rules against known attacks",
    broken: (graph, stage) => {
      const rules = ofType(graph, "aws:wafv2/webAcl:WebAcl").map(({ inputs }) => JSON.stringify(inputs["rules"]));
      const limit = policyOf(stage).requestsPerAddress;
      const [distribution] = ofType(graph, "aws:cloudfront/distribution:Distribution");
      return [
        ...unless(
          rules.length === 2 && rules.every((text) => text.includes(`"limit":${limit}`)),
          `not all limits are ${limit}`,
        ),
        ...unless(
          rules.some((text) => text.includes("AWSManagedRulesKnownBadInputsRuleSet")),
          "known attacks pass",
        ),
        ...unless(Boolean(distribution?.inputs["webAclId"]), "the router has no such rules"),
      ];
    },
  },
  {
    says: "three portals and the documentation have hosts of the stage's domain, behind the router",
    broken: (graph, stage) => {
      const domain = domainOf(stage);
      const [distribution] = ofType(graph, "aws:cloudfront/distribution:Distribution");
      const aliases = JSON.stringify(distribution?.inputs["aliases"] ?? []);
      const sites = [...ofType(graph, "sst:aws:Nextjs"), ...ofType(graph, "sst:aws:StaticSite")];
      const routes = ofType(graph, "pulumi-nodejs:dynamic:Resource").map(({ inputs }) => String(inputs["entry"]));
      return [
        ...unless(sites.length === 4, `there are ${sites.length} sites, not 4`),
        ...["api", "dashboard", "dm", "manage", "docs"].flatMap((host) =>
          unless(aliases.includes(`"${host}.${domain}"`), `${host}.${domain} leads nowhere`),
        ),
        ...["dashboard", "dm", "manage", "docs"].flatMap((host) =>
          unless(
            routes.some(
              (entry) => entry.startsWith("site,") && entry.includes(`${host}\\.${domain.replaceAll(".", "\\.")}`),
            ),
            `${host} has no site`,
          ),
        ),
      ];
    },
  },
  {
    says: "mail comes from the stage's domain, signed, by a login that can do nothing but send",
    broken: (graph, stage) => {
      const domain = domainOf(stage);
      const [identity] = ofType(graph, "aws:sesv2/emailIdentity:EmailIdentity");
      const [policy] = ofType(graph, "aws:iam/userPolicy:UserPolicy");
      const records = JSON.stringify(ofType(graph, "aws:route53/record:Record").map(({ inputs }) => inputs));
      const urls = graph.builds.flatMap(({ links }) => (links["SmtpUrl"] ? [String(links["SmtpUrl"]["value"])] : []));
      return [
        ...unless(
          identity?.inputs["emailIdentity"] === domain,
          `mail comes from ${String(identity?.inputs["emailIdentity"])}`,
        ),
        ...unless(records.includes("_domainkey") && records.includes("v=DMARC1"), "mail is not signed"),
        ...unless(/"actions":\["ses:SendRawEmail"\]/.test(String(policy?.inputs["policy"])), "its login may do more"),
        ...unless(
          urls.length > 0 &&
            urls.every(
              (url) => url.startsWith("smtps://") && url.includes("@email-smtp.eu-central-1.amazonaws.com:465"),
            ),
          "it is not sent over TLS",
        ),
      ];
    },
  },
];
