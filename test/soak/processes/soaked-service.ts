// The simulated Amplify away from those who call it, so that what is counted of their process is theirs alone.

import { answerQuestions } from "../../../benchmarks/harness/questions.ts";
import { startAmplifySimulator } from "../../../src/testing/index.ts";
import { branchNames, type ServiceQuestion } from "../soaked-service.ts";

const seed = Number(process.argv[2]);
const apps = ["one", "two", "three"];
const simulator = await startAmplifySimulator({
  seed,
  latencyMs: 3,
  recordLimit: 0,
  // A quota that is used up would throttle an operation for good, and its circuit could never be seen to heal.
  quotas: { concurrentJobs: Infinity },
  seedApps: apps.map((name) => ({ name, branches: branchNames })),
});

// Ctrl-C ends the callers first; they still need somebody who answers.
process.on("SIGINT", () => {});

answerQuestions(async (content) => {
  const question = content as ServiceQuestion;
  if (question.kind === "open") {
    const appIds = simulator.state.apps.map(({ appId = "" }) => appId);
    return { endpoint: simulator.endpoint, appIds };
  }
  simulator.faults.clear();
  for (const fault of question.faults) simulator.faults.inject(fault);
  await simulator.faults.settled();
  return simulator.requests.total;
});
