import { defineConfig } from "vitest/config";
import type { Reporter, Vitest } from "vitest/node";

const room = process.env["MUTANTS_ROOM"] ?? "*";

/**
 * Tells Stryker of test files that could not be loaded. It counts failed tests only, and so would take a mutant that breaks
 * the loading of every test file for one that survived.
 */
function loadErrors(): Reporter {
  let vitest: Vitest | undefined;
  return {
    onInit(context) {
      vitest = context;
    },
    onTestModuleEnd(file) {
      for (const error of file.errors()) vitest?.state.catchError(error, "Load Error");
    },
  };
}

/** What `npm run test:mutants` runs for every mutant: the unit tests of one room. */
export default defineConfig({
  test: {
    // Most tests take milliseconds; one that a mutant makes wait for ever is to fail soon.
    testTimeout: 4_000,
    include: [`test/${room}/**/*.test.ts`],
    // Long ones, of random sequences and large numbers: a mutant that only they tell wants a short test.
    exclude: ["test/circuit/{invariants,waiting-invariants,little-harm,many-names}.test.ts"],
    // Every mutant has a thread to itself all the same, and the SDK is loaded once in it instead of once per file.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    reporters: [loadErrors()],
  },
});
