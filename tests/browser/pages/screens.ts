import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { monthAfter, monthOf } from "#kit/month/months.ts";
import { launch } from "../chromium.ts";
import { fetchingNothingAhead, isSettled, listen, overflow, violations } from "./examine.ts";
import { enterManage } from "./manage.ts";
import { pictures } from "./picture.ts";
import { address, enter, openWindow, type PortalName } from "./portal.ts";
import { doorsOf, fillRoute, nameOf, type Places, routesOf } from "./routes.ts";

const calm = { reducedMotion: "reduce" } as const;
/** Who visits the screens of a portal. */
const enterAs: Record<PortalName, (browser: Browser) => Promise<Page>> = {
  dashboard: (browser) => enter(browser, "dashboard", "clara@harborpine.test", calm),
  dm: (browser) => enter(browser, "dm", "ines@northlight.test", calm),
  manage: (browser) => enterManage(browser, inject("world").superAdmin.recoveryCodes[0] ?? "", calm),
};
const wide = { width: 1440, height: 1000 };
const narrow = { width: 375, height: 812 };
/** How every screen is looked at: what the colours alone can break is asked once, and one look is there for its picture. */
const looks = [
  { size: wide, colorScheme: "light", rules: "all" },
  { size: wide, colorScheme: "dark", rules: "colours" },
  { size: narrow, colorScheme: "dark", rules: null },
  { size: narrow, colorScheme: "light", rules: "all" },
] as const;
/** `PICTURES=1` keeps a picture of every look, for people. */
const isPictured = process.env["PICTURES"] === "1";

/** Further looks of a route that its address chooses. */
const views: Record<string, readonly string[]> = {
  "/content/blog/[id]": [
    ...["tab=changes", "tab=ideas", "tab=versions", "tab=score", "tab=comments", "tab=publish", "tab=health"],
    "tab=activity",
  ],
  "/context": ["tab=changes", "tab=history"],
  "/strategy": ["tab=changes", "tab=history"],
  "/plan": ["tab=history"],
  "/goals": ["tab=archived"],
  "/activities": ["month={month}", "view=board", "view=calendar", "view=graph", "view=board&month={next}"],
  "/activities/[id]": ["tab=output", "tab=context", "tab=details"],
  "/content/[kind]": ["view=calendar"],
  "/campaigns/[id]": ["tab=audience", "tab=results", "tab=changes", "tab=terms"],
  "/reviews": ["review={review}"],
  "/ai-visibility": ["tab=answers", "tab=questions", "tab=analysis"],
  "/seo/audits": ["tab=changes&change={change}"],
  "/seo/backlinks": ["link={link}"],
  "/insights": ["view=analyses", "view=ads", "view=unusual"],
  "/t/[tenantId]/campaigns/[id]": ["tab=terms"],
  "/t/[tenantId]/reviews": ["review={review}"],
  "/research": ["note={note}"],
  "/reports": ["report={report}"],
  "/leads": ["lead={lead}"],
  "/requests/new": ["kind=social"],
  "/contacts": ["view=segments", "view=mail"],
  "/usage": ["by=agent", "by=activity", "tab=ledger", "tab=rates"],
  "/settings/knowledge-base/[datasetId]": ["tab=sandbox"],
  "/t/[tenantId]/content/blog/[id]": ["tab=changes", "tab=critic", "tab=publish", "mode=edit"],
  "/t/[tenantId]/strategy": ["tab=changes", "tab=history"],
  "/t/[tenantId]/activities": ["view=calendar"],
  "/t/[tenantId]/reports": ["report={report}"],
  "/t/[tenantId]/runs/[id]": ["tab=prompt", "tab=live", "tab=facts", "tab=again"],
  "/t/[tenantId]/activities/[id]": ["tab=timeline", "tab=details"],
  "/tenants/[id]": ["tab=people", "tab=flags", "tab=audit"],
  "/audit-logs": ["view=chains"],
  "/agents/[name]": ["tab=prompt", "tab=versions", "tab=tenants", "tab=runs"],
  "/system/providers": ["view=tiers", "view=prices", "adapter=new"],
  "/skills": ["view=tenants"],
  "/costs": ["groupBy=agent"],
};

/** Pages that a mail links to, and a token that opens nothing. */
const linked = ["/reset-password", "/verify-email", "/accept-invite", "/unlock"];
const staleToken = "stale".repeat(8);
/** How the console notes an answer that refuses. */
const refusal = "Failed to load resource";

const bell = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await page.getByRole("dialog", { name: "Notifications" }).getByRole("listitem").first().waitFor();
};
const palette = async (page: Page): Promise<void> => {
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Search posts, work, pages and actions").fill("coffee");
  await page.getByText(/Showing \d+ of/).waitFor();
};
const pagePalette = async (page: Page): Promise<void> => {
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Search pages and actions").fill("ten");
  await page.getByRole("dialog").getByText("Create a tenant").waitFor();
};
const menu = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: /^Menu of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
};

/** What opens over a screen of a portal, and how. */
const overlays: Record<PortalName, Record<string, (page: Page) => Promise<void>>> = {
  dashboard: { bell, palette, menu },
  dm: { bell, palette, menu },
  manage: { palette: pagePalette, menu },
};

/** Tests that visit every screen of a portal with real data, in every size and colour. */
export function visitScreens(portal: PortalName): void {
  let browser: Browser;
  let page: Page;
  let outside: Page | undefined;
  let complaints: string[];
  const seen = new Set<string>();

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await launch(inject("world").chromium);
    page = await fetchingNothingAhead(await enterAs[portal](browser));
    complaints = listen(page);
  });
  afterAll(() => browser?.close());

  const open = async (path: string): Promise<void> => {
    complaints.length = 0;
    await page.goto(address(portal, path));
    await isSettled(page);
  };
  const placesFor = (view: string): Places => {
    const { places, publishedId } = inject("world").scene;
    return view === "tab=publish" || view === "tab=health" ? { ...places, "blog/[id]": publishedId } : places;
  };

  describe("each screen fits its window, is accessible and complains of nothing", () => {
    const screens = routesOf(portal).flatMap((route) => ["", ...(views[route] ?? [])].map((view) => ({ route, view })));

    test.each(screens)("$route $view", async ({ route, view }) => {
      await open(fillRoute(route, placesFor(view)) + (view && `?${filled(view, placesFor(view))}`));
      if (seen.has(page.url())) return;
      seen.add(page.url());
      expect(await examine(page, `${portal}-${nameOf(route, view)}`)).toEqual([]);
      expect(complaints).toEqual([]);
    });

    test.each(Object.entries(overlays[portal]))("what opens over a screen: %s", async (name, show) => {
      await page.setViewportSize(wide);
      await open("/profile");
      await show(page);
      expect(await examine(page, `${portal}-${name}`)).toEqual([]);
      expect(complaints).toEqual([]);
    });

    test("the page of a thing that does not exist", async () => {
      await open("/no-such-page");
      expect(await examine(page, `${portal}-not-found`)).toEqual([]);
    });

    test.each(doorsOf(portal).flatMap(looksOf))("signed out: $route $look", async ({ route, look }) => {
      outside ??= await fetchingNothingAhead(await openWindow(browser, calm));
      const said = listen(outside);
      await outside.goto(address(portal, pathOf(route, look)));
      await isSettled(outside);
      // Most pages that come too early lead to the same few doors.
      const place = `${new URL(outside.url()).pathname} ${look}`;
      if (seen.has(place)) return;
      seen.add(place);
      expect(await examine(outside, `${portal}-${nameOf(route, look)}`)).toEqual([]);
      expect(said.filter((line) => !line.startsWith(refusal))).toEqual([]);
    });
  });
}

// The running month, whose work is planned, and the next, whose work is not; what opens over a list, by its place.
function filled(view: string, places: Places): string {
  const running = monthOf(new Date());
  const known: Places = { ...places, "{month}": running, "{next}": monthAfter(running, 1) };
  return view.replaceAll(/\{\w+\}/g, (name) => known[name] ?? name);
}

/** How a page that a mail links to is opened: without a token, with one that opens nothing, with a good one. */
type Look = "" | "stale" | "open";

function looksOf(route: string): { route: string; look: Look }[] {
  const withToken: Look[] = route.includes("[token]")
    ? ["stale", "open"]
    : linked.includes(route)
      ? ["", "stale"]
      : [""];
  return withToken.map((look) => ({ route, look }));
}

function pathOf(route: string, look: Look): string {
  if (look === "") return route;
  if (!route.includes("[token]")) return `${route}?token=${staleToken}`;
  return fillRoute(route, { "[token]": look === "open" ? inject("world").scene.link.token : staleToken });
}

/** Looks at a screen in every size and colour, in that of its window first. @returns what is wrong, nothing if all is well */
export async function examine(page: Page, name: string): Promise<string[]> {
  const wrong: string[] = [];
  const order = page.viewportSize()?.width === narrow.width ? looks.toReversed() : looks;
  for (const { size, colorScheme, rules } of order) {
    if (rules === null && !isPictured) continue;
    const look = `${name}-${size.width}-${colorScheme}`;
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, ...calm });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await isSettled(page);
    const pixels = await overflow(page);
    if (pixels > 0) wrong.push(`${look} is ${pixels} px wider than the window`);
    const found = rules ? await violations(page, rules) : [];
    wrong.push(...found.map((violation) => `${look} ${violation}`));
    if (isPictured) await page.screenshot({ path: join(pictures, `${look}.png`), animations: "disabled" });
  }
  return wrong;
}
