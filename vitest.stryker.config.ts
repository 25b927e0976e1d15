import { defineConfig } from "vitest/config";
import type { Reporter, Vitest } from "vitest/node";

const room = process.env["MUTANTS_ROOM"] ?? "*";

/**
 * Tells Stryker of test files that could not be loaded. It counts failed tests only, and so would take a mutant that breaks
 * the loading of every test file for one that survived.
 */
class LoadErrors implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestModuleEnd: Reporter["onTestModuleEnd"] = (file) => {
    for (const error of file.errors()) this.#vitest?.state.catchError(error, "Load Error");
  };
}

/** What `npm run test:mutants` runs for every mutant: the unit tests of one room. */
export default defineConfig({
  test: {
    include: [`test/${room}/**/*.test.ts`],
    restoreMocks: true,
    unstubEnvs: true,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    reporters: [new LoadErrors()],
  },
});
