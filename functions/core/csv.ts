/** One line of a table. A cell that a spreadsheet would take for a formula is shown as text. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const plain = /^[\s\p{Cf}]*[=+\-@\t\r\n＝＋－＠]/u.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
