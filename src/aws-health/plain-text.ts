/** Control and format characters (what turns the direction of writing, too), halves of characters, separators of lines. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** One line of text from elsewhere, fit for a terminal and for Markdown, and no longer than that. */
export function plainText(text: string, longest: number): string {
  // Cut first, so that a text of a megabyte costs nothing, and with room for what will be left out.
  const line = text
    .slice(0, longest * 4)
    .replace(unprintable, " ")
    .replace(/\s+/gu, " ")
    .trim();
  if (line.length <= longest) return line;
  // The cut may halve a character.
  return `${line.slice(0, longest - 1).replace(/\p{Cs}$/u, "")}…`;
}
