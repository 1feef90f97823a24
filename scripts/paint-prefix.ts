/** Readable on light and dark grounds: cyan, green, magenta, yellow, blue. */
const COLOURS = [36, 32, 35, 33, 34];

/** `web    | `: who writes the line, in a colour of its own where there are colours. */
export function paintPrefix(name: string, names: readonly string[], coloured: boolean): string {
  const width = Math.max(...names.map(({ length }) => length));
  const text = `${name.padEnd(width)} | `;
  const colour = COLOURS[names.indexOf(name) % COLOURS.length] ?? 0;
  return coloured ? `\u001B[${colour}m${text}\u001B[0m` : text;
}
