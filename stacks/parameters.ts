/** Encrypted values of a container, by the environment variable each becomes. */
export interface Parameters {
  /** Where the container finds each. */
  arns: Record<string, $util.Output<string>>;
  /** Differs whenever one of them does: a container keeps what it was started with, so a change must start it anew. */
  versions: $util.Output<string>;
}

/** Keeps values encrypted for one container, which gets them as environment variables when it starts. */
export function parameters(owner: string, values: Record<string, $util.Input<string>>): Parameters {
  const made = Object.entries(values).map(([key, value]) => {
    const name = `/${$app.name}/${$app.stage}/${owner}/${key}`;
    return [key, new aws.ssm.Parameter(`${owner}${key}`, { name, type: "SecureString", value })] as const;
  });
  return {
    arns: Object.fromEntries(made.map(([key, { arn }]) => [key, arn])),
    versions: $util.all(made.map(([, { version }]) => version)).apply((versions) => versions.join(".")),
  };
}

/** Narrows a container's execution role to reading its own parameters. */
export function readsOnly({ arns }: Parameters) {
  const resources = Object.values(arns);
  return (args: aws.iam.RoleArgs): undefined => {
    args.inlinePolicies =
      resources.length === 0
        ? []
        : [
            {
              name: "parameters",
              policy: aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["ssm:GetParameters"], resources }] })
                .json,
            },
          ];
  };
}
