/** Where the text of a page lies whose HTML is under a key. */
export function textKeyOf(htmlKey: string): string {
  return htmlKey.replace(/\.html\.gz$/, ".txt.gz");
}
