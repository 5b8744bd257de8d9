import { deployedFunctions } from "#schema/functions.ts";
import { linkName } from "#schema/link.ts";
import { type Graph, ofType, type Resource, type Statement, statementsIn, statementsOf } from "../synth/graph.ts";
import { containersOf } from "./containers.ts";
import { lambdas } from "./functions.ts";
import { needs } from "./needs.ts";
import { differences, type Promised, unless } from "./promise.ts";

/** Statements of all our policies, with the name of what holds them. */
function allStatements(graph: Graph): (Statement & { holder: string })[] {
  const of = (resource: Resource, statements: Statement[]) =>
    statements.map((each) => ({ ...each, holder: resource.name }));
  return [
    ...ofType(graph, "aws:iam/role:Role").flatMap((role) => of(role, statementsOf(role))),
    ...["aws:iam/policy:Policy", "aws:iam/userPolicy:UserPolicy"].flatMap((type) =>
      ofType(graph, type).flatMap((policy) => of(policy, statementsIn(policy.inputs["policy"]))),
    ),
  ];
}

// What SST's components grant by themselves: a shell into a container for who may open one, nothing of the product's.
const ownOfSst = [/^ssmmessages:(Create|Open)(Control|Data)Channel$/];

const plainly = (graph: Graph, stage: string): [string, string][] => [
  ...[...lambdas(graph, stage)].map(([name, { inputs }]): [string, string] => [
    name,
    JSON.stringify((inputs["environment"] as { variables?: unknown }).variables ?? {}),
  ]),
  ...containersOf(graph).map(({ name, environment }): [string, string] => [name, JSON.stringify(environment)]),
];

export const accessPromises: Promised[] = [
  {
    says: "each function is linked to exactly what its code reads",
    broken: (graph) =>
      deployedFunctions().flatMap(({ name, path }) => {
        const build = graph.builds.find(({ bundle }) => bundle?.endsWith(`/dist/functions/${name}`));
        const wanted = needs(path).sealed.map(linkName);
        return differences(`${name}: link`, Object.keys(build?.links ?? {}), wanted);
      }),
  },
  {
    says: "each function has exactly the settings that its code reads",
    broken: (graph, stage) =>
      deployedFunctions().flatMap(({ name, path }) => {
        const { variables = {} } = (lambdas(graph, stage).get(name)?.inputs["environment"] ?? {}) as {
          variables?: Record<string, string>;
        };
        const found = Object.keys(variables).filter((key) => !key.startsWith("SST_"));
        return differences(`${name}: setting`, found, needs(path).plain);
      }),
  },
  {
    says: "each container of the product has exactly what its code reads, what is secret as an encrypted parameter",
    broken: (graph) =>
      containersOf(graph).flatMap(({ name, path, secrets }) =>
        path ? differences(`${name}: secret`, Object.keys(secrets), needs(path).sealed) : [],
      ),
  },
  {
    says: "no secret stands in clear among the settings of a function or container",
    broken: (graph, stage) =>
      plainly(graph, stage).flatMap(([name, text]) =>
        unless(!/secret-of-|a-password|smtp%2Fpassword/.test(text), `${name} shows a secret`),
      ),
  },
  {
    says: "no policy of ours has a wildcard as resource or action",
    broken: (graph) =>
      allStatements(graph).flatMap(({ holder, actions, resources, effect }) => {
        if (effect === "Deny" || actions.every((action) => ownOfSst.some((own) => own.test(action)))) return [];
        return [
          ...unless(!actions.some((action) => action.includes("*")), `${holder} may ${actions.join(", ")}`),
          ...unless(!resources.includes("*"), `${holder} may ${actions.join(", ")} everywhere`),
        ];
      }),
  },
  {
    says: "only Lambda can take the role of a function",
    broken: (graph, stage) =>
      [...lambdas(graph, stage).keys()].flatMap((name) => {
        const role = ofType(graph, "aws:iam/role:Role").find(
          ({ inputs }) =>
            inputs["name"] && String(lambdas(graph, stage).get(name)?.inputs["role"]).endsWith(String(inputs["name"])),
        );
        const trusts = JSON.stringify(role?.inputs["assumeRolePolicy"] ?? "");
        return unless(trusts.includes("lambda.amazonaws.com") && !trusts.includes(":root"), `${name} trusts ${trusts}`);
      }),
  },
  {
    says: "the dispatcher may invoke exactly the workers, in policies no longer than AWS takes",
    broken: (graph, stage) => {
      const policies = ofType(graph, "aws:iam/policy:Policy").filter(({ name }) => name.startsWith("DispatcherInvoke"));
      const role = ofType(graph, "aws:iam/role:Role").find(({ name }) => name === "DispatcherTaskRole");
      const attached = JSON.stringify(role?.inputs["managedPolicyArns"] ?? []);
      const statements = policies.flatMap(({ inputs }) => statementsIn(inputs["policy"]));
      const invoked = statements.flatMap(({ resources }) =>
        resources.map((arn) => arn.split(`leadmetrics-${stage}-`)[1] ?? arn),
      );
      const workers = deployedFunctions().filter(({ trigger }) => trigger === "queue");
      return [
        ...differences(
          "the dispatcher: function",
          invoked,
          workers.map(({ name }) => name),
        ),
        ...statements.flatMap(({ actions }) =>
          unless(actions.join() === "lambda:InvokeFunction", `it may ${actions.join()}`),
        ),
        ...policies.flatMap(({ name, inputs }) => [
          ...unless(String(inputs["policy"]).length < 6_144, `${name} is too long`),
          ...unless(attached.includes(name), `${name} is not the dispatcher's`),
        ]),
      ];
    },
  },
  {
    says: "only the release step has the logins that make roles, tables and the audit log",
    broken: (graph) => {
      const powerful = ["MasterDatabaseUrl", "MigratorDatabaseUrl", "MongodbAdminUri"];
      return [
        ...graph.builds.flatMap(({ functionID, links }) =>
          powerful.filter((name) => name in links).map((name) => `${functionID} has ${name}`),
        ),
        ...containersOf(graph).flatMap(({ name, secrets }) =>
          powerful
            .filter((link) => name !== "Release" && Object.keys(secrets).map(linkName).includes(link))
            .map((link) => `${name} has ${link}`),
        ),
      ];
    },
  },
];
