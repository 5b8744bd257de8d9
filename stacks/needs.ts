import type { ConfigKey } from "../schema/config.ts";
import { bundleOf } from "./bundles.ts";
import { type Parameters, parameters } from "./parameters.ts";
import { values } from "./values.ts";

type Text = $util.Input<string>;

const isKey = (name: string): name is ConfigKey => Object.hasOwn(values, name);

/** Keys of the configuration that the code behind a path mentions, in order. */
export function keysOf(path: string): ConfigKey[] {
  return bundleOf(path).names.filter(isKey).toSorted();
}

/** What a function is given: the values that its code names, and nothing else. */
export function givenTo(path: string): {
  environment: Record<string, Text>;
  link: (sst.Secret | sst.Linkable<{ value: Text }>)[];
} {
  const wanted = keysOf(path).map((key) => [key, values[key]] as const);
  return {
    environment: Object.fromEntries(
      wanted.flatMap(([key, value]) => (value !== "elsewhere" && "plain" in value ? [[key, value.plain]] : [])),
    ),
    link: wanted.flatMap(([, value]) => (value !== "elsewhere" && "sealed" in value ? [value.sealed] : [])),
  };
}

/**
 * The same for a container, where links would stand in clear among its settings: what is sealed is an encrypted parameter.
 * @throws for a value whose link permits something: a container's role would not have it
 */
export function givenToContainer(
  owner: string,
  path: string,
): { environment: Record<string, Text>; sealed: Parameters } {
  const { environment } = givenTo(path);
  const wanted = keysOf(path).flatMap((key): [string, Text][] => {
    const value = values[key];
    if (value === "elsewhere" || !("sealed" in value)) return [];
    if (value.permits) throw new Error(`${owner} reads ${key}, but a container does not get what that permits.`);
    return [[key, value.value]];
  });
  return { environment, sealed: parameters(owner, Object.fromEntries(wanted)) };
}
