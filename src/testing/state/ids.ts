import { createRandom, type Random } from "../random.ts";

const LETTERS_AND_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
const APP_ID_LENGTH = 13;

/** Makes the ids AWS would make up, the same ones in the same order for the same seed. */
export interface Ids {
  appId(): string;
  uuid(): string;
}

/** Ids drawn from a seed. */
export function createIds(seed: number): Ids {
  const random = createRandom(seed);
  return {
    appId: () => `d${pickLetters(random, APP_ID_LENGTH)}`,
    uuid: () => {
      const [a, b, c, d] = [hex(random), hex(random), hex(random), hex(random)];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
  };
}

function hex(random: Random): string {
  return Math.floor(random() * 0x1_0000_0000)
    .toString(16)
    .padStart(8, "0");
}

function pickLetters(random: Random, length: number): string {
  const pick = () => LETTERS_AND_DIGITS.charAt(Math.floor(random() * LETTERS_AND_DIGITS.length));
  return Array.from({ length }, pick).join("");
}
