import { afterAll, expect, test } from "vitest";
import { freshPerson, lettersTo, password } from "#tests/support/account.ts";
import { browser } from "#tests/support/browser.ts";
import { closeStores } from "#tests/support/close.ts";

afterAll(closeStores);

test("a person signs in and is known by the cookies", async () => {
  const person = await freshPerson();
  const tab = browser("dm");
  const answer = await tab.call("POST", "/auth/v1/login", { email: person.email, password, app: "dm-portal" });
  expect(answer).toMatchObject({ status: 200, body: { user: { email: person.email } } });
  expect([...tab.cookies.keys()].sort()).toEqual(["dm_access_token", "dm_device_token", "dm_refresh_token"]);
  expect(await tab.call("GET", "/auth/v1/me")).toMatchObject({ status: 200, body: { id: person.id } });
  expect(await lettersTo(person.email)).toEqual([]);
});
