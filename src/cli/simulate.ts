import { once } from "node:events";
import { startAmplifySimulator, type AmplifySimulator } from "../testing/index.ts";
import type { CommandIo } from "./command-io.ts";
import { readSimulateOptions, type SimulateOptions } from "./simulate-options.ts";
import { withOptions } from "./with-options.ts";

const usage = `Usage: amplify-breaker simulate [options]

Runs an Amplify endpoint on this machine, for any AWS SDK or the AWS CLI to be pointed at.

Options:
  --port <number>        port to listen on; 0 takes a free one (default: 4566)
  --host <address>       address to listen on (default: 127.0.0.1)
  --script <file>        what goes wrong, and when: phases in words or as JSON
  --seed <number>        decides all ids and all dice (default: 1)
  --latency-ms <number>  what every answer takes at least (default: 0)
  --apps <number>        apps that are there from the start (default: 0)
  -h, --help             print this

A script:
  healthy 5 s
  100 % InternalFailureException on List* 10 s
  brown-out 40 % for 10 s
  healthy
`;

/**
 * Runs the simulator until the signal is aborted.
 *
 * @returns the exit code: 0 when it was stopped, 1 when it could not listen, 2 for arguments it cannot use
 */
export async function simulate(argv: readonly string[], io: CommandIo): Promise<number> {
  const reader = { command: "simulate", usage, read: () => readSimulateOptions(argv) };
  return withOptions(reader, io, (options) => run(options, io));
}

async function run(options: SimulateOptions, io: CommandIo): Promise<number> {
  const { host, port, seed, latencyMs, apps, script } = options;
  let simulator: AmplifySimulator;
  try {
    simulator = await startAmplifySimulator({ host, port, seed, latencyMs, seedApps: apps });
  } catch (error) {
    io.stderr.write(`amplify-breaker simulate: ${describeListenError(error, options)}\n`);
    return 1;
  }
  try {
    greet(simulator.endpoint, io);
    if (script !== undefined) play(script, simulator, io);
    if (!io.signal.aborted) await once(io.signal, "abort");
  } finally {
    await simulator.close();
  }
  return 0;
}

function greet(endpoint: string, io: CommandIo): void {
  io.stdout.write(
    `Amplify simulator at ${endpoint} (any credentials will do; Ctrl-C stops it)\n` +
      `  AWS CLI:  aws amplify list-apps --endpoint-url ${endpoint}\n` +
      `  AWS SDKs: AWS_ENDPOINT_URL_AMPLIFY=${endpoint}\n`,
  );
}

function play(script: string, simulator: AmplifySimulator, io: CommandIo): void {
  const playing = simulator.faults.play(script, {
    onPhase: ({ name, durationMs }) => {
      const duration = durationMs === undefined ? "until stopped" : `for ${durationMs / 1_000} s`;
      io.stdout.write(`phase: ${name}, ${duration}\n`);
    },
  });
  void playing.done.then((end) => {
    if (end === "ended") io.stdout.write("the script is over; all is healthy from here on\n");
  });
}

function describeListenError(error: unknown, { host, port }: SimulateOptions): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") {
    return `port ${port} is in use: stop what listens there, or choose another with --port`;
  }
  return `cannot listen on ${host}, port ${port}: ${message}`;
}
