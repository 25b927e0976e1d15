import { defineConfig } from "vitest/config";

const atLeast98Percent = { lines: 98, branches: 98, functions: 98, statements: 98 };

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: ["test/**/*.test.ts"],
          exclude: ["test/scenarios/**", "test/interop/**"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Stories run on real sockets and some in real time: one after the other, with the machine to themselves.
        extends: true,
        test: {
          name: "scenarios",
          include: ["test/{scenarios,interop}/**/*.test.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    // Processes, not threads: tests watch sockets, timers and process warnings, which threads share.
    pool: "forks",
    testTimeout: 10_000,
    allowOnly: false,
    restoreMocks: true,
    unstubEnvs: true,
    // The SDK's notice about old Node versions would stand in the output of every test file.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    reporters:
      process.env["CI"] === undefined
        ? ["default"]
        : ["default", ["json", { outputFile: "coverage/tests.json" }]],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      // The page runs in a browser, where it is tried out.
      exclude: ["src/dashboard/page/**"],
      // Which lines: coverage/index.html.
      reporter: ["text-summary", "html"],
      thresholds: {
        "src/proxy/**": atLeast98Percent,
        "src/call/**": atLeast98Percent,
        "src/fallback/**": atLeast98Percent,
        "src/lists/**": atLeast98Percent,
        "src/circuit/**": atLeast98Percent,
        "src/outcome/**": atLeast98Percent,
        "src/events/**": atLeast98Percent,
        "src/options/**": atLeast98Percent,
      },
    },
  },
});
