const plainWord = /^[\da-z][\w./:-]*$/iu;

/** One argument for sh, bash and zsh, quoted where it has to be; of a text on one line. */
export function shellWord(text: string): string {
  return plainWord.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
