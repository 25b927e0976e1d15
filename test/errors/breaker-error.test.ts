import { afterEach, describe, expect, test, vi } from "vitest";
import * as errors from "../../src/index.ts";
import { hostileValues } from "./hostile-values.ts";

const details = { operation: "StartJob" } as const;

const table = [
  {
    name: "CircuitOpenError",
    guard: "isCircuitOpenError",
    contract: { code: "EOPENBREAKER", $fault: "server", outcome: "notSent" },
    make: (more = {}) =>
      new errors.CircuitOpenError({ ...details, state: "open", retryAfterMs: 100, ...more }),
  },
  {
    name: "CallTimeoutError",
    guard: "isCallTimeoutError",
    contract: { code: "ETIMEDOUT", $fault: "server", outcome: "unknown" },
    make: (more = {}) =>
      new errors.CallTimeoutError({ ...details, timeoutMs: 50, outcome: "unknown", ...more }),
  },
  {
    name: "CapacityError",
    guard: "isCapacityError",
    contract: { code: "ESEMLOCKED", $fault: "client", outcome: "notSent" },
    make: (more = {}) => new errors.CapacityError({ ...details, capacity: 3, ...more }),
  },
  {
    name: "ShutdownError",
    guard: "isShutdownError",
    contract: { code: "ESHUTDOWN", $fault: "client", outcome: "notSent" },
    make: (more = {}) => new errors.ShutdownError({ ...details, ...more }),
  },
] as const;

type Guard = (error: unknown) => boolean;

function guardsOf(copy: typeof errors): readonly (readonly [name: string, guard: Guard])[] {
  const { isBreakerError, isCircuitOpenError, isCallTimeoutError, isCapacityError, isShutdownError } = copy;
  return Object.entries({
    isBreakerError,
    isCircuitOpenError,
    isCallTimeoutError,
    isCapacityError,
    isShutdownError,
  });
}

/** The names of the guards that answer true. */
function knownBy(error: unknown, copy = errors): readonly string[] {
  return guardsOf(copy).flatMap(([name, guard]) => (guard(error) ? [name] : []));
}

afterEach(() => {
  vi.resetModules();
});

describe.each(table)("$name", ({ name, guard, contract, make }) => {
  test("can be read as what it is and like an SDK error", () => {
    const error = make({ attempts: 2 });

    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(errors.BreakerError);
    expect(error).toMatchObject({ name, ...contract, operation: "StartJob", $metadata: { attempts: 2 } });
  });

  test("says that no attempt was made where nobody counted one", () => {
    expect(make().$metadata).toEqual({ attempts: 0 });
  });

  test("begins its message with the operation", () => {
    expect(make().message).toMatch(/^StartJob /);
  });

  test("keeps its cause, and has none where there is none", () => {
    const cause = new Error("the service's own");

    expect(make({ cause }).cause).toBe(cause);
    expect(make({ cause: undefined })).not.toHaveProperty("cause");
  });

  test("is known by its own guard and by the general one, and by no other", () => {
    expect(knownBy(make())).toEqual(["isBreakerError", guard]);
  });

  test("is known by the guards of another copy of the package", async () => {
    vi.resetModules();
    const copy = await import("../../src/index.ts");

    expect(copy.BreakerError).not.toBe(errors.BreakerError);
    expect(make()).not.toBeInstanceOf(copy.BreakerError);
    expect(knownBy(make(), copy)).toEqual(["isBreakerError", guard]);
  });

  test("shows no mark of ours among its members", () => {
    expect(Object.getOwnPropertySymbols(Object.assign({}, make()))).toEqual([]);
  });
});

describe.each(guardsOf(errors))("%s", (_name, guard) => {
  test.each(hostileValues)("opossum defect 40: answers false to %s", (_title, value) => {
    expect(guard(value)).toBe(false);
  });

  test.each(table.map(({ contract }) => contract.code))(
    "answers false to a foreign error with code %s",
    (code) => {
      expect(guard(Object.assign(new Error("foreign"), { code }))).toBe(false);
    },
  );
});
