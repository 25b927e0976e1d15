import { describe, expect, test } from "vitest";
import { takeSnapshot } from "../../src/circuit/take-snapshot.ts";
import { says } from "./a-circuit.ts";
import { aProgram, takenAt, type TestProgram } from "./a-program.ts";

const illnessKept = {
  name: "InternalFailureException",
  message: "Amplify is ill",
  $fault: "server",
  $metadata: { httpStatusCode: 500, requestId: "r-1", attempts: 3 },
};

/** Had a success, and 5 s later an outage that is 40 ms old. */
function aProgramInAnOutage(): TestProgram {
  const program = aProgram();
  program.call(says.success);
  program.clock.advance(5_000);
  program.trip();
  program.clock.advance(40);
  return program;
}

const everyState: Readonly<Record<string, () => TestProgram>> = {
  closed: () => {
    const program = aProgram();
    program.call(says.success);
    return program;
  },
  open: aProgramInAnOutage,
  halfOpen: () => {
    const program = aProgramInAnOutage();
    program.clock.advance(60);
    return program;
  },
  isolated: () => {
    const program = aProgramInAnOutage();
    program.circuit().isolate("freeze");
    return program;
  },
  disabled: () => {
    const program = aProgram({ enabled: false });
    program.trip();
    return program;
  },
};

describe("a snapshot", () => {
  test.each(Object.entries(everyState))(
    "of a circuit that is %s is just what JSON gives back",
    (state, make) => {
      const program = make();
      expect(program.circuit().state).toBe(state);
      const snapshot = takeSnapshot(program.directory);
      expect(snapshot.circuits).toHaveLength(1);
      expect(program.snapshot()).toStrictEqual(snapshot);
    },
  );

  test("says all that an open circuit knows, with times by the calendar", () => {
    const program = aProgramInAnOutage();
    const at = takenAt + 5_000;
    expect(takeSnapshot(program.directory)).toStrictEqual({
      version: 1,
      takenAt: at + 40,
      circuits: [
        {
          name: "ListApps",
          region: "eu-west-1",
          state: "open",
          trigger: "consecutive",
          openings: 1,
          openedAt: at,
          closedAt: takenAt,
          retryAt: at + 100,
          cause: illnessKept,
          lastFailure: { error: illnessKept, at },
          window: [
            { ageMs: 40, successes: 0, failures: 5 },
            { ageMs: 5_040, successes: 1, failures: 0 },
          ],
          slow: [],
          streak: { failures: 5, msSinceSuccess: 5_040 },
        },
      ],
    });
  });

  test("says of a closed circuit what it counted, and when it was last out", () => {
    const program = aProgramInAnOutage();
    program.clock.advance(60);
    program.call(says.success);
    program.clock.advance(10);
    program.call(says.success);
    const [circuit] = takeSnapshot(program.directory).circuits;
    expect(circuit).toMatchObject({
      state: "closed",
      openings: 1,
      closedAt: takenAt + 5_100,
      window: [{ ageMs: 10, successes: 1, failures: 0 }],
      streak: { failures: 0, msSinceSuccess: 0 },
    });
    for (const left of ["trigger", "retryAt", "isolation"]) expect(circuit).not.toHaveProperty(left);
  });

  test("follows the clock: past its reset a circuit is half-open, also where no timer could fire", () => {
    const program = aProgramInAnOutage();
    program.clock.jump(60);
    const [circuit] = takeSnapshot(program.directory).circuits;
    expect(circuit).toMatchObject({ state: "halfOpen", trigger: "consecutive" });
    expect(circuit).not.toHaveProperty("retryAt");
  });

  test("keeps an isolation beside the state below it", () => {
    const program = aProgramInAnOutage();
    program.circuit().isolate("freeze");
    expect(takeSnapshot(program.directory).circuits).toMatchObject([
      { state: "open", isolation: { reason: "freeze", at: takenAt + 5_040 } },
    ]);
  });

  test("keeps slow answers", () => {
    const program = aProgram({ slowCall: { durationMs: 10, thresholdPercentage: 90 } });
    program.call(says.success);
    expect(takeSnapshot(program.directory).circuits).toMatchObject([
      { slow: [{ ageMs: 0, successes: 0, failures: 1 }] },
    ]);
  });

  test("is of the circuits of all places", () => {
    const program = aProgram();
    const place = { region: "us-east-1", endpoint: "a.test", scope: "tenant-1" };
    program.trip(program.circuit("GetApp", place));
    program.trip(program.circuit("StartJob", {}));
    const { circuits } = takeSnapshot(program.directory);
    expect(circuits).toMatchObject([{ name: "GetApp", ...place }, { name: "StartJob" }]);
    for (const left of ["region", "endpoint", "scope"]) expect(circuits[1]).not.toHaveProperty(left);
  });

  test("leaves out circuits that know nothing, and what never happened", () => {
    const program = aProgram();
    program.circuit("GetApp");
    program.call(says.throttled, program.circuit("GetBranch"));
    expect(takeSnapshot(program.directory).circuits).toEqual([]);
    program.circuit("GetApp").isolate("freeze");
    expect(takeSnapshot(program.directory).circuits).toStrictEqual([
      {
        name: "GetApp",
        region: "eu-west-1",
        state: "closed",
        isolation: { reason: "freeze", at: takenAt },
        openings: 0,
        window: [],
        slow: [],
        streak: { failures: 0 },
      },
    ]);
  });

  test.each<{ what: string; act: (program: TestProgram) => void }>([
    { what: "a verdict in its window", act: (program) => program.call(says.success) },
    {
      what: "a failure that has left the window",
      act: (program) => {
        program.call(says.failure);
        program.clock.advance(60_000);
      },
    },
    { what: "an outage without a failure", act: (program) => program.circuit().open("manual", undefined) },
    {
      what: "an earlier outage without a failure",
      act: (program) => {
        program.circuit().open("manual", undefined);
        program.clock.advance(100);
        program.call(says.success);
        program.clock.advance(60_000);
      },
    },
  ])("keeps a circuit that knows of $what", ({ act }) => {
    const program = aProgram();
    act(program);
    expect(takeSnapshot(program.directory).circuits).toHaveLength(1);
  });

  test("still knows of an outage after a shutdown", () => {
    const program = aProgramInAnOutage();
    program.directory.shutdown();
    expect(takeSnapshot(program.directory).circuits).toMatchObject([
      { state: "open", retryAt: takenAt + 5_100, window: [{ failures: 5 }, { successes: 1 }] },
    ]);
  });

  test("has whole milliseconds, and no sooner a probe for it", () => {
    const program = aProgram({ resetTimeout: 99.75 });
    program.call(says.success);
    program.clock.advance(300.5);
    program.trip();
    program.clock.advance(0.75);
    expect(takeSnapshot(program.directory).circuits).toMatchObject([
      {
        openedAt: takenAt + 301,
        closedAt: takenAt,
        retryAt: takenAt + 401,
        window: [{ ageMs: 301 }],
        streak: { msSinceSuccess: 301 },
      },
    ]);
  });
});

describe("secrets", () => {
  const secret = "AWS4-HMAC-SHA256 Credential=AKIA";
  const leaky = Object.assign(new Error("Amplify is ill"), {
    name: "InternalFailureException",
    code: "InternalFailure",
    $fault: "server",
    $metadata: { httpStatusCode: 500, authorization: secret, extendedRequestId: { secret } },
    $response: { headers: { authorization: secret } },
    accessToken: secret,
    stack: secret,
    cause: new Error(secret),
    toJSON: () => ({ secret }),
  });

  test("do not get from a call's error into a snapshot", () => {
    const program = aProgram();
    program.trip(program.circuit(), leaky);
    const snapshot = takeSnapshot(program.directory);
    const kept = {
      name: "InternalFailureException",
      message: "Amplify is ill",
      code: "InternalFailure",
      $fault: "server",
      $metadata: { httpStatusCode: 500 },
    };
    expect(snapshot.circuits[0]?.cause).toStrictEqual(kept);
    expect(snapshot.circuits[0]?.lastFailure?.error).toStrictEqual(kept);
    expect(JSON.stringify(snapshot)).not.toContain(secret);
  });

  test("do not get in either where somebody opens a circuit with a whole error as the cause", () => {
    const program = aProgram();
    program.circuit().open("manual", leaky as never);
    expect(JSON.stringify(takeSnapshot(program.directory))).not.toContain(secret);
  });

  test("an error of no shape at all is kept as one without words", () => {
    const program = aProgram();
    program.trip(program.circuit(), Symbol("boom"));
    expect(takeSnapshot(program.directory).circuits).toMatchObject([
      { cause: { name: "Error", message: "" } },
    ]);
  });
});
