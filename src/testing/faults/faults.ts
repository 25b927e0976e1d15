import type { Clock } from "../../clock/clock.ts";
import type { FaultBoard, FaultHandle, Verdict } from "./fault-board.ts";
import type { Fault } from "./fault.ts";
import { parsePhaseScript, type PhaseScript } from "./phase-script.ts";
import { PlayingScript, type PlayOptions, type ScriptRun } from "./script-run.ts";

/**
 * What goes wrong at the simulator, changeable while it runs.
 *
 * @example
 * ```ts
 * const fault = simulator.faults.inject({ kind: "hang", operations: ["GetJob", "List*"], times: 3 });
 * fault.change({ operations: "*" });
 * fault.remove();
 *
 * const run = simulator.faults.play("healthy 5 s, 100 % InternalFailureException on List* 10 s, healthy 5 s");
 * await run.done;
 * ```
 */
export interface Faults {
  /** The faults that are not spent, a playing script's included. */
  readonly active: readonly Fault[];
  /** The script that plays. */
  readonly script: ScriptRun | undefined;
  /**
   * Makes something go wrong from now on. Of several faults that strike one request the first decides; latencies add up.
   *
   * @throws TypeError or RangeError naming the member that is wrong, what is allowed and what was given
   */
  inject(fault: Fault): FaultHandle;
  /**
   * Plays a script, in place of the one that plays.
   *
   * @throws PhaseScriptError, TypeError or RangeError when the script cannot be understood
   */
  play(script: PhaseScript, options?: PlayOptions): ScriptRun;
  /** Stops the script and takes all faults away. */
  clear(): void;
  /** Resolves when the listening socket is as the faults want it: `refuse` takes a moment to begin and to end. */
  settled(): Promise<void>;
}

/** The faults of one simulator. */
export class SimulatorFaults implements Faults {
  readonly #board: FaultBoard;
  readonly #clock: Clock;
  readonly #settled: () => Promise<void>;
  #script: PlayingScript | undefined;

  constructor(board: FaultBoard, clock: Clock, settled: () => Promise<void>) {
    this.#board = board;
    this.#clock = clock;
    this.#settled = settled;
  }

  get active(): readonly Fault[] {
    return this.#board.faults;
  }

  get script(): ScriptRun | undefined {
    return this.#script?.currentPhase && this.#script;
  }

  inject(fault: Fault): FaultHandle {
    return this.#board.inject(fault);
  }

  play(script: PhaseScript, options: PlayOptions = {}): ScriptRun {
    const phases = parsePhaseScript(script);
    this.#script?.stop();
    this.#script = new PlayingScript(phases, this.#board, this.#clock, options);
    return this.#script;
  }

  clear(): void {
    this.#script?.stop();
    this.#board.clear();
  }

  settled(): Promise<void> {
    return this.#settled();
  }

  /** Decides about a request, after bringing the script up to this moment. */
  judge(operation: string): Verdict {
    this.#script?.catchUp();
    return this.#board.judge(operation);
  }

  close(): void {
    this.#script?.stop();
    this.#board.close();
  }
}
