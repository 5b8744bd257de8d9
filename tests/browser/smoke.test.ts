import { expect, inject, test } from "vitest";
import { portals } from "#schema/portals.ts";
import { apiChecks } from "#tests/smoke/api.ts";
import { judge } from "#tests/smoke/check.ts";
import { personChecks } from "#tests/smoke/person.ts";
import { doorChecks, pageChecks } from "#tests/smoke/portal.ts";
import { address } from "./pages/portal.ts";

test("what is asked of a deployment holds for the product on this machine", async () => {
  const { apiUrl, password } = inject("world");
  const person = { email: "rosa@harborpine.test", password, app: "dashboard" } as const;
  const found: string[] = [];
  const isGood = await judge(
    [
      ...apiChecks(apiUrl, "local"),
      ...personChecks(apiUrl, person),
      ...portals.flatMap((portal) => [...pageChecks(portal, address(portal)), ...doorChecks(portal, address(portal))]),
    ],
    ({ name, broken }) => found.push(...(broken ? [`${name}: ${broken}`] : [])),
  );
  expect(found).toEqual([]);
  expect(isGood).toBe(true);
});
