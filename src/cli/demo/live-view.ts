import type { CancelTimer, Clock } from "../../clock/clock.ts";
import type { Paint } from "../paint.ts";
import type { DemoView } from "./demo-view.ts";
import { drawFrame } from "./frame.ts";
import type { DemoGlimpse } from "./glimpse.ts";
import type { Scenario } from "./scenario.ts";
import { Terminal } from "./terminal.ts";
import type { Transition } from "./transition.ts";

const REDRAW_INTERVAL_MS = 100;

/** What a live view is made from. */
export interface LiveViewParts {
  readonly stdout: NodeJS.WritableStream;
  readonly paint: Paint;
  readonly clock: Clock;
  readonly scenario: Scenario;
  readonly look: () => DemoGlimpse;
}

/** The demo on a terminal, redrawn in place. */
export class LiveView implements DemoView {
  readonly #parts: LiveViewParts;
  readonly #terminal: Terminal;
  readonly #transitions: Transition[] = [];
  #cancelTimer: CancelTimer | undefined;
  #isOpen = true;

  constructor(parts: LiveViewParts) {
    this.#parts = parts;
    this.#terminal = new Terminal(parts.stdout);
    this.#redraw();
  }

  // The picture says which stretch it is.
  stretch(): void {}

  transition(transition: Transition): void {
    this.#transitions.push(transition);
  }

  // They are told below the result: the picture has no room for them.
  note(): void {}

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#cancelTimer?.();
    this.#draw();
    this.#terminal.close();
  }

  #redraw(): void {
    this.#draw();
    this.#cancelTimer = this.#parts.clock.startTimer(() => this.#redraw(), REDRAW_INTERVAL_MS, false);
  }

  #draw(): void {
    const { scenario, look, paint } = this.#parts;
    this.#terminal.draw(drawFrame({ scenario, glimpse: look(), transitions: this.#transitions }, paint));
  }
}
