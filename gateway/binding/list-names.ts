const SHOWN = 12;

/** With commas between them; of many the first, and how many more there are. */
export function listNames(names: Iterable<string>): string {
  const all = [...names];
  const hidden = all.length - SHOWN;
  return hidden > 0 ? `${all.slice(0, SHOWN).join(', ')} and ${hidden} more` : all.join(', ');
}
