import type { OnCallNote } from "./on-call.ts";
import type { Stretch } from "./scenario.ts";
import type { Transition } from "./transition.ts";

/** Shows a demo while it runs. */
export interface DemoView {
  /** A stretch begins. */
  stretch(stretch: Stretch): void;
  transition(transition: Transition): void;
  /** Something reaches whoever is on call. */
  note(note: OnCallNote): void;
  /** Ends the view, whether or not the demo came to its end; doing so twice does nothing. */
  close(): void;
}

/** Shows nothing, where only the result is wanted. */
export const silentView: DemoView = {
  stretch: () => {},
  transition: () => {},
  note: () => {},
  close: () => {},
};
