import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

// The table of docs/security/asvs.md against what it says: each requirement is in it once, and each test it names is there.
const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

interface Row {
  id: string;
  level: number;
  how: string;
  shownBy: string;
}

const rows: Row[] = read("docs/security/asvs.md")
  .split("\n")
  .flatMap((text) => {
    const [, name = "", , how = "", shownBy = ""] = text.split("|").map((cell) => cell.trim());
    const found = /^(\d+\.\d+\.\d+) \(L(\d)\)$/.exec(name);
    return found ? [{ id: found[1] ?? "", level: Number(found[2]), how, shownBy }] : [];
  });

/** Requirements of OWASP ASVS 5.0 at level 1, and those of chapters 6 and 7 at level 2: section and numbers. */
const level1 = `1.2:1-5 1.3:1-2 1.5:1 2.1:1 2.2:1-2 2.3:1 3.2:1-2 3.3:1 3.4:1-2 3.5:1-3 4.1:1 4.4:1 5.2:1-2 5.3:1-2 6.1:1 6.2:1-8
  6.3:1-2 6.4:1-2 7.2:1-4 7.4:1-2 8.1:1 8.2:1-2 8.3:1 9.1:1-3 9.2:1 10.4:1-5 11.3:1-2 11.4:1 12.1:1 12.2:1-2 13.4:1 14.2:1 14.3:1
  15.1:1 15.2:1 15.3:1`;
const level2 = "6.1:2-3 6.2:9-12 6.3:3-4 6.4:3-4 6.5:1-5 6.6:1-3 6.8:1-4 7.1:1-3 7.3:1-2 7.4:3-5 7.5:1-2 7.6:1-2";
const open = /^(not applicable|at deployment): \S/;

function listed(text: string): string[] {
  return text.split(/\s+/).flatMap((entry) => {
    const [section = "", range = ""] = entry.split(":");
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => `${section}.${first + at}`);
  });
}

/** Whether a test file has a test or group of this title. */
function hasTitle(file: string, title: string): boolean {
  const source = read(`tests/${file}.test.ts`);
  return ['"', "`"].some(
    (quote) => source.includes(`(${quote}${title}${quote}`) || source.includes(`${quote}${title}${quote},\n`),
  );
}

describe("the table of ASVS 5", () => {
  test.each([
    [1, level1],
    [2, level2],
  ])("has every requirement of level %i once", (level, text) => {
    const ids = rows.filter((row) => row.level === level).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(listed(text).toSorted());
  });

  test.each(rows)(
    "$id is shown by tests or a page that are there, or says why it does not apply",
    ({ how, shownBy }) => {
      const named = [...shownBy.matchAll(/`([^`:]+): ([^`]+)`/g)].map(([, file = "", title = ""]) => ({ file, title }));
      const pages = [...shownBy.matchAll(/\]\(([^)#]+)/g)].map(([, page = ""]) => page);
      expect(named.filter(({ file, title }) => !hasTitle(file, title))).toEqual([]);
      expect(pages.filter((page) => !existsSync(new URL(page, new URL("docs/security/", root))))).toEqual([]);
      expect(named.length + pages.length > 0 || open.test(how)).toBe(true);
    },
  );
});
