/**
 * A table as CSV (RFC 4180) that a spreadsheet may open: semicolons, as Danish ones expect, and a byte order mark. A cell
 * that a spreadsheet would take for a formula gets an apostrophe before it.
 */
export function csv(header: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  return `\uFEFF${[header, ...rows].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}

function cell(value: string | null): string {
  const text = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : (value ?? '');
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
