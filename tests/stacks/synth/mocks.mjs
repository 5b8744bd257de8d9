// A process that runs synthesised stages one after the other, on mocks of the engine: notes what it would be asked for, answers as AWS might.
// Arguments: the file of each program and the address of what answers its questions. One line of JSON for each, in their order.
import crypto from "node:crypto";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import closure from "@pulumi/pulumi/runtime/closure/serializeClosure.js";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

const region = process.env.SST_AWS_REGION;
const account = "000000000000";
const arn = (service, rest) => `arn:aws:${service}:${region}:${account}:${rest}`;

// The engine notes where each of thousands of promises was made, which nobody reads here and which takes most of the time.
Error.stackTraceLimit = 0;
// What a resource of SST's own would do is not run, so it need not be written down.
closure.serializeFunction = () => Promise.resolve({ text: "", exportName: "handler", containsSecrets: false });

// Names get a random end: the same one in every run, so that two graphs can be compared.
crypto.randomBytes = (size) => Buffer.alloc(size, 7);

let resources = [];
let waiting = new Map();

// The mocks are not told what a resource waits for; the request to the engine says it.
const register = MockMonitor.prototype.registerResource;
MockMonitor.prototype.registerResource = function (request, callback) {
  waiting.set(`${request.getType()} ${request.getName()}`, {
    waitsFor: request.getDependenciesList().map((urn) => urn.split("::").at(-1)),
    retainOnDelete: request.getRetainondelete?.() ?? false,
  });
  return register.call(this, request, callback);
};

// What one program tells last may come when the next one began.
const outputs = MockMonitor.prototype.registerResourceOutputs;
MockMonitor.prototype.registerResourceOutputs = function (request, callback) {
  return outputs.call(this, request, (_error, response) => callback(null, response));
};

/** What AWS fills in, by type; everything has an id, a name and an ARN. */
const filled = {
  "aws:lambda/functionUrl:FunctionUrl": ({ name }) => ({
    functionUrl: `https://${name.toLowerCase()}.lambda-url.${region}.on.aws/`,
  }),
  "aws:lambda/function:Function": (_, name) => ({
    arn: arn("lambda", `function:${name}`),
    qualifiedArn: arn("lambda", `function:${name}:1`),
    version: "1",
  }),
  "aws:s3/bucket:Bucket": ({ inputs }, name) => {
    const bucket = inputs.bucket ?? name;
    return { bucket, arn: `arn:aws:s3:::${bucket}`, bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com` };
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": ({ inputs }) => ({
    primaryEndpointAddress: "redis.internal",
    configurationEndpointAddress: "redis.internal",
    port: 6379,
    clusterEnabled: inputs.clusterMode === "enabled",
  }),
  "aws:rds/instance:Instance": () => ({ address: "postgres.internal", endpoint: "postgres.internal:5432", port: 5432 }),
  "aws:rds/proxy:Proxy": () => ({ endpoint: "proxy.internal" }),
  "aws:cloudfront/distribution:Distribution": () => ({
    domainName: "d.cloudfront.net",
    hostedZoneId: "Z2FDTNDATAQYW2",
  }),
  "aws:cloudfront/keyValueStore:KeyValueStore": (_, name) => ({
    arn: `arn:aws:cloudfront::${account}:key-value-store/${name}`,
  }),
  "aws:acm/certificate:Certificate": () => ({ domainValidationOptions: [] }),
  "aws:ec2/vpc:Vpc": () => ({ cidrBlock: "10.0.0.0/16" }),
  "aws:ec2/instance:Instance": () => ({ publicIp: "203.0.113.1", primaryNetworkInterfaceId: "eni-1" }),
  "aws:ssm/parameter:Parameter": () => ({ version: 1 }),
  "aws:lb/loadBalancer:LoadBalancer": () => ({ dnsName: "lb.amazonaws.com", zoneId: "Z1" }),
  "aws:appautoscaling/target:Target": ({ inputs }) => inputs,
  "aws:iam/accessKey:AccessKey": () => ({ sesSmtpPasswordV4: "smtp/password+" }),
  "aws:sesv2/emailIdentity:EmailIdentity": ({ inputs }) => ({
    ...inputs,
    dkimSigningAttributes: { tokens: ["a", "b", "c"] },
  }),
  "random:index/randomBytes:RandomBytes": () => ({
    base64: Buffer.alloc(32, 7).toString("base64"),
    hex: "07".repeat(32),
  }),
  "random:index/randomPassword:RandomPassword": () => ({ result: "a-password&with#signs" }),
  "random:index/randomId:RandomId": () => ({ dec: "123456789", hex: "deadbeef" }),
  "tls:index/privateKey:PrivateKey": () => ({ privateKeyOpenssh: "private", publicKeyOpenssh: "public" }),
  "docker-build:index:Image": () => ({ ref: "repository@sha256:1", digest: "sha256:1" }),
};

const answers = {
  "aws:index/getRegion:getRegion": ({ region: wanted }) => ({ region: wanted ?? region, name: wanted ?? region }),
  "aws:index/getPartition:getPartition": () => ({ partition: "aws", dnsSuffix: "amazonaws.com" }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: account, arn: `arn:aws:iam::${account}:root` }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => {
    const names = ["a", "b", "c"].map((zone) => region + zone);
    return { names, zoneIds: names };
  },
  // Without the text of the policy, a test of what it permits would look at nothing.
  "aws:iam/getPolicyDocument:getPolicyDocument": (inputs) => {
    return { ...inputs, json: JSON.stringify({ Version: "2012-10-17", Statement: inputs.statements ?? [] }) };
  },
  "aws:ec2/getAmi:getAmi": () => ({ id: "ami-1", architecture: "arm64" }),
  "aws:route53/getZone:getZone": ({ name }) => ({ zoneId: "Z3", name }),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({
    userName: "AWS",
    password: "p",
    proxyEndpoint: "https://ecr",
  }),
};

const secretSign = "4dabf18193072939515e22adb298388d";
function inClear(value) {
  if (Array.isArray(value)) return value.map(inClear);
  if (!value || typeof value !== "object") return value;
  if (secretSign in value && "value" in value) return inClear(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inClear(inner)]));
}

const mocks = {
  newResource(request) {
    const inputs = inClear(request.inputs);
    const name = inputs.name ?? request.name;
    const kind = request.type.split(":");
    const state = {
      ...inputs,
      name,
      arn: arn(kind[1]?.split("/")[0] ?? "other", `${kind.at(-1)}/${name}`),
      ...filled[request.type]?.({ ...request, inputs }, name),
    };
    resources.push({ type: request.type, name: request.name, inputs });
    return { id: `${request.name}-id`, state };
  },
  call: ({ token, inputs }) => answers[token]?.(inputs) ?? inputs,
};

/** The next time that nothing is left to be done: a program is over when no value that may become known can ask for more. */
const idle = () => new Promise((resolve) => process.once("beforeExit", resolve));

let failed;
process.on("unhandledRejection", (error) => failed?.(error));

async function record(file) {
  resources = [];
  waiting = new Map();
  pulumi.runtime.setMocks(mocks, process.env.SYNTH_APP, process.env.SST_STAGE, false);
  const { default: program } = await import(pathToFileURL(file).href);
  let outputs = {};
  await pulumi.runtime.runInPulumiStack(async () => {
    outputs = await program();
    return outputs;
  });
  await idle();
  const plain = await new Promise((resolve) => pulumi.output(outputs).apply(resolve));
  const all = resources.map((resource) => ({ ...resource, ...waiting.get(`${resource.type} ${resource.name}`) }));
  return { resources: all.sort((a, b) => (a.type + a.name < b.type + b.name ? -1 : 1)), outputs: inClear(plain) };
}

for (let rest = process.argv.slice(2); rest.length > 0; rest = rest.slice(2)) {
  const [file, server] = rest;
  process.env.SST_SERVER = server;
  const ended = new Promise((_, reject) => {
    failed = reject;
  });
  const answer = await Promise.race([record(file), ended]).catch((error) => ({ error: String(error?.stack ?? error) }));
  process.stdout.write(`\n~graph${JSON.stringify(answer)}\n`);
}
