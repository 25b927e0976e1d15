import type { Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { systemClock } from "../../clock/system-clock.ts";

/** How often, and how many milliseconds apart, a port that was given up for a while is asked for again. */
const REOPEN_TRIES = 100;
const REOPEN_INTERVAL_MS = 20;
const TURNS_TO_NOTICE = 2;

/** A listening socket that can refuse connections for a while and come back on the same port. */
export class Listener {
  readonly #server: Server;
  readonly #host: string;
  readonly #sockets = new Set<Socket>();
  #port: number;
  #isWanted = true;
  #isClosed = false;
  /** Opening and closing take turns, so the last wish wins however fast wishes come. */
  #work: Promise<void> = Promise.resolve();

  constructor(server: Server, host: string, port: number) {
    this.#server = server;
    this.#host = host;
    this.#port = port;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    await listen(this.#server, this.#port, this.#host);
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  refuse(isRefusing: boolean): void {
    this.#isWanted = !isRefusing;
    this.#work = this.#work.then(() => this.#reconcile());
    // Who wants to know asks `settled()`.
    this.#work.catch(() => {});
  }

  settled(): Promise<void> {
    return this.#work;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isWanted = false;
    await this.#work.catch(() => {});
    await this.#shut();
  }

  async #reconcile(): Promise<void> {
    if (!this.#isWanted) {
      await this.#shut();
      // A client in this process must notice that its idle connections are gone, or its next call is reset, not refused.
      for (let turn = 0; turn < TURNS_TO_NOTICE; turn += 1) await nextTurn();
    } else if (!this.#server.listening && !this.#isClosed) await this.#reopen();
  }

  async #reopen(): Promise<void> {
    for (let attempt = 1; !this.#isClosed; attempt += 1) {
      try {
        await listen(this.#server, this.#port, this.#host);
        return;
      } catch (error) {
        // An outgoing connection of this machine may hold the port for a moment.
        if (attempt === REOPEN_TRIES) throw error;
        await pause(REOPEN_INTERVAL_MS);
      }
    }
  }

  async #shut(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<unknown>((resolve) => {
      this.#server.close(resolve);
    });
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => {
      server.off("listening", onListening);
      reject(error);
    };
    const onListening = () => {
      server.off("error", onError);
      resolve();
    };
    server.once("error", onError);
    server.once("listening", onListening);
    server.listen(port, host);
  });
}

/** Real time, whatever clock the simulation runs by: it is the machine that is waited for. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.startTimer(resolve, ms, true);
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
