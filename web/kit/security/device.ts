import { IconDeviceDesktop, IconDeviceMobile, IconTerminal2 } from "@tabler/icons-react";
import type { Icon } from "../shell/portal.ts";

const browsers: readonly [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: readonly [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Macintosh|Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

function firstMatch(userAgent: string, table: readonly [RegExp, string][]): string | undefined {
  return table.find(([pattern]) => pattern.test(userAgent))?.[1];
}

/** "Firefox on Windows" from a user agent; what it is not known from stays out. */
export function deviceOf(userAgent: string | null): { name: string; icon: Icon } {
  const browser = firstMatch(userAgent ?? "", browsers);
  const system = firstMatch(userAgent ?? "", systems);
  const name = [browser, system].filter(Boolean).join(" on ");
  if (!name)
    return { name: userAgent ? (userAgent.split(/[\s/]/)[0] ?? userAgent) : "Unknown device", icon: IconTerminal2 };
  return { name, icon: /iPhone|iPad|Android/.test(system ?? "") ? IconDeviceMobile : IconDeviceDesktop };
}
