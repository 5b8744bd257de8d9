/** An address in the one form in which addresses are compared, without its fragment; null when it is none of the web. */
export function addressOf(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  url.hash = "";
  url.username = "";
  url.password = "";
  return url.href;
}

/** The addresses a text names, bare domains with them, each as the page it leads to. */
export function addressesIn(text: string): string[] {
  const whole = text.match(/\bhttps?:\/\/[^\s<>"'`)\]}\\]+/gi) ?? [];
  const bare = text.match(/(?<![@\w./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?![\w-]*[@(])/gi) ?? [];
  const found = [...whole.map((url) => url.replace(/[.,;:!?*_]+$/, "")), ...bare.map((host) => `https://${host}/`)];
  return [...new Set(found.flatMap((url) => addressOf(url) ?? []))];
}
