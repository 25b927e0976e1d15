// All callers of one subject, in a process of their own: what one subject costs delays no other.

import { answerQuestions } from "../harness/questions.ts";
import { driveRun } from "../outage/drive-run.ts";
import { outageSubjects } from "../outage/outage-subjects.ts";
import { rehearsal } from "../outage/plan.ts";
import type { RunSpec } from "../outage/run-spec.ts";
import { SickService } from "../outage/sick-service.ts";

const [name] = process.argv.slice(2);
const subject = outageSubjects.find((candidate) => candidate.name === name);
if (subject === undefined) throw new Error(`there is no subject "${String(name)}"`);
const service = await SickService.start();

// Once for practice: code that runs for the first time is slow, and all drivers would be slow at once.
await driveRun(subject, rehearsal, service);

answerQuestions(async (batch) =>
  Promise.all((batch as readonly RunSpec[]).map((spec) => driveRun(subject, spec, service))),
);
