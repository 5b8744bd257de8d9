import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { root } from "#localstack/paths.ts";

/** Services that live in containers. */
export const services = ["dispatcher", "live", "release"] as const;
export type ServiceName = (typeof services)[number];

/** What a Dockerfile says. */
export interface Image {
  text: string;
  /** Instructions by stage; the last stage is what runs. */
  stages: Instruction[][];
  command: string[];
  /** The command that asks how it is, or null when nobody should. */
  health: string[] | null;
  env: Record<string, string>;
}

/** The text of a service's Dockerfile. */
export function dockerfileOf(name: ServiceName): string {
  return readFileSync(join(root, "functions", name, "Dockerfile"), "utf8");
}

/** Reads a Dockerfile. @throws when a command is not in exec form */
export function readImage(text: string): Image {
  const stages: Instruction[][] = [];
  const file = DockerfileParser.parse(text);
  for (const instruction of file.getInstructions()) {
    if (instruction.getKeyword() === "FROM") stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  const last = stages.at(-1) ?? [];
  const health = argumentsOf(last, "HEALTHCHECK");
  const settings = file.getENVs().flatMap((env) => env.getProperties());
  return {
    text,
    stages,
    command: JSON.parse(argumentsOf(last, "CMD") ?? "null") as string[],
    health: health === "NONE" ? null : (JSON.parse(health?.replace(/^CMD/, "") ?? "null") as string[]),
    env: Object.fromEntries(settings.map((property) => [property.getName(), property.getValue() ?? ""])),
  };
}

/** What stands behind the last instruction of a kind, without its flags. */
export function argumentsOf(stage: readonly Instruction[], keyword: string): string | undefined {
  const found = stage.findLast((instruction) => instruction.getKeyword() === keyword);
  return found
    ?.getRawArgumentsContent()
    ?.replaceAll(/\\\n\s*/g, "")
    .replace(/^(?:--\S+\s+)*/, "");
}
