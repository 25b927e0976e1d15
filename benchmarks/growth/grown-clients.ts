import type { AmplifyClient } from "@aws-sdk/client-amplify";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { getApp } from "../harness/get-app.ts";
import { inMemoryClient } from "../harness/in-memory-client.ts";
import type { ProtectedCalls } from "../subjects/subject.ts";
import { everyOperation } from "./every-operation.ts";
import type { GrownSubject } from "./grown-subjects.ts";
import type { GrownSize } from "./growth-question.ts";
import { TimerCount } from "./timer-count.ts";

/** So many clients of a program, protected in one way, and what becomes of them. */
export class GrownClients {
  readonly #subject: GrownSubject;
  readonly #count: number;
  readonly #collect: () => void;
  #calls: readonly ProtectedCalls[] = [];
  #next = 0;

  constructor(subject: GrownSubject, count: number, collect: () => void) {
    this.#subject = subject;
    this.#count = count;
    this.#collect = collect;
  }

  /** Makes the clients and calls every operation through each of them. */
  async grow(): Promise<GrownSize> {
    // What the first clients bring for all later ones, code above all, is no client's own.
    await touchAll(this.#subject, [inMemoryClient(), inMemoryClient()]);
    const before = await this.#heapUsed();
    const clients = Array.from({ length: this.#count }, () => inMemoryClient());
    const { calls, operations } = await touchAll(this.#subject, clients);
    const bytes = (await this.#heapUsed()) - before;
    this.#calls = calls;
    return { operations, bytes };
  }

  /** Makes so many calls that the engine has compiled what they run through. */
  async warmUp(): Promise<void> {
    // Each client's own first calls cost more, too: the SDK finds out late what it is configured to.
    for (let call = 0; call < Math.max(3_000, 5 * this.#count); call++) await this.#sendNext();
  }

  /** Milliseconds from nothing until each client has had its first answer, as the mean per client. */
  async startUp(): Promise<number> {
    const least = 100;
    const times = Math.ceil(least / this.#count);
    const command = getApp();
    let ms = 0;
    for (let time = 0; time < times; time++) {
      const startedAt = performance.now();
      const clients = Array.from({ length: this.#count }, () => inMemoryClient());
      const calls = this.#subject.protectAll(clients);
      for (const one of calls) await one.send(command);
      ms += performance.now() - startedAt;
      for (const one of calls) one.close();
    }
    this.#collect();
    return ms / times / this.#count;
  }

  /** Microseconds per call, the SDK's own work included; the clients take turns. */
  async turn(callers: number, turnMs: number): Promise<number> {
    let made = 0;
    const startedAt = performance.now();
    const endsAt = startedAt + turnMs;
    const caller = async (): Promise<void> => {
      do {
        made++;
        await this.#sendNext();
      } while (performance.now() < endsAt);
    };
    await Promise.all(Array.from({ length: callers }, caller));
    return ((performance.now() - startedAt) * 1_000) / made;
  }

  async #sendNext(): Promise<void> {
    this.#next = (this.#next + 1) % this.#calls.length;
    await this.#calls[this.#next]?.send(getApp());
  }

  async #heapUsed(): Promise<number> {
    // Some of what is garbage is only found to be so when what held it is gone.
    for (let time = 0; time < 3; time++) {
      await nextTurn();
      this.#collect();
    }
    return process.memoryUsage().heapUsed;
  }
}

/** Timers that stay set when each of so many clients has made its calls, and the last call has ended. */
export async function countTimers(subject: GrownSubject, count: number): Promise<number> {
  const timers = new TimerCount();
  const clients = Array.from({ length: count }, () => inMemoryClient());
  const { calls } = await touchAll(subject, clients);
  await wait(100);
  await nextTurn();
  timers.stop();
  return calls.length === count ? timers.count : Number.NaN;
}

async function touchAll(
  subject: GrownSubject,
  clients: readonly AmplifyClient[],
): Promise<{ readonly calls: readonly ProtectedCalls[]; readonly operations: number }> {
  for (const client of clients) replaceSend(client);
  const calls = subject.protectAll(clients);
  const commands = everyOperation();
  for (const one of calls) {
    for (const command of commands) await one.send(command);
  }
  for (const client of clients) Reflect.deleteProperty(client, "send");
  return { calls, operations: commands.length };
}

/** Answers at once: what a circuit needs to come to be. */
function replaceSend(client: AmplifyClient): void {
  client.send = answerAtOnce as typeof client.send;
}

async function answerAtOnce(): Promise<object> {
  return { $metadata: {} };
}
