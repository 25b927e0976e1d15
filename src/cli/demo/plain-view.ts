import type { Paint } from "../paint.ts";
import type { DemoView } from "./demo-view.ts";
import { formatAt } from "./format.ts";
import { noteLine } from "./note-line.ts";
import { transitionLine } from "./transition-line.ts";

/** One line for each stretch and each transition, for pipes and logs. */
export function createPlainView(stdout: NodeJS.WritableStream, paint: Paint): DemoView {
  return {
    stretch: ({ name, story, startMs, endMs }) => {
      const seconds = (endMs - startMs) / 1_000;
      stdout.write(`${formatAt(startMs)}  ${paint(name, "bold")} for ${seconds} s: ${story}\n`);
    },
    transition: (transition) => {
      stdout.write(`${transitionLine(transition, paint)}\n`);
    },
    note: (note) => {
      stdout.write(`${noteLine(note, paint)}\n`);
    },
    close: () => {},
  };
}
