/** A table of text as rows of cells: the delimiter is the commonest of comma, semicolon and tab in the first line; quotes are doubled. */
export function parseCsv(text: string): string[][] {
  const input = text.replace(/^\uFEFF/, "");
  const first = input.split(/\r?\n/, 1)[0] ?? "";
  const delimiter = [",", ";", "\t"].toSorted((one, other) => first.split(other).length - first.split(one).length)[0];
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.some((one) => one.trim() !== "")) rows.push(row.map((one) => one.trim()));
    row = [];
    cell = "";
  };
  for (let at = 0; at < input.length; at += 1) {
    const sign = input[at] ?? "";
    if (isQuoted && sign === '"' && input[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"' && (isQuoted || cell === "")) isQuoted = !isQuoted;
    else if (isQuoted) cell += sign;
    else if (sign === delimiter) {
      row.push(cell);
      cell = "";
    } else if (sign === "\n") endRow();
    else if (sign !== "\r") cell += sign;
  }
  endRow();
  return rows;
}

const names = {
  email: ["email", "mail", "emailaddress"],
  phone: ["phone", "telephone", "mobile", "tel"],
  firstName: ["firstname", "givenname", "first"],
  lastName: ["lastname", "surname", "familyname", "last"],
  company: ["company", "organisation", "organization"],
} as const;
export type ImportField = keyof typeof names;

/** Which field each heading names; null where none. */
export function fieldsOf(headings: readonly string[]): (ImportField | null)[] {
  const taken = new Set<ImportField>();
  return headings.map((heading) => {
    const plain = heading.toLowerCase().replaceAll(/[^a-z]/g, "");
    const field = (Object.keys(names) as ImportField[]).find((name) =>
      (names[name] as readonly string[]).includes(plain),
    );
    if (!field || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}
