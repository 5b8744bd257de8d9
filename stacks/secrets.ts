import { linkName } from "../schema/link.ts";
import { policy } from "./current.ts";
import { type SecretName, secretNames } from "./secret-names.ts";

// In `sst dev` the local cloud's own are used where none is set.
const made = new Map(
  secretNames(policy.stores).map((name) => {
    return [name, new sst.Secret(linkName(name), $dev ? (process.env[name] ?? "") : undefined)];
  }),
);

/**
 * A secret of the stage: set with `sst secret set`, kept encrypted, never in the repository.
 * @throws for one that the stage's stores do not have
 */
export function secret(name: SecretName): sst.Secret {
  const found = made.get(name);
  if (!found) throw new Error(`The secret ${name} is not one of this stage.`);
  return found;
}
