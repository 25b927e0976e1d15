/** What a terminal, a shell or an editor could take for something else, and the one quote that ends a shell's text. */
const unprintable = /[^ -~]|'/gu;

/**
 * JSON of one line in printable ASCII without a single quote: control characters, what turns the direction of writing
 * round, emoji and halves of them are written as `\uXXXX`, which says the same.
 */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(unprintable, escaped);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
