#!/usr/bin/env node
import { quietSdkNotice } from "./quiet-sdk-notice.ts";
import { endSoon, openProcessIo } from "./process-io.ts";
import { runCli } from "./run-cli.ts";

quietSdkNotice();
process.exitCode = await runCli(process.argv.slice(2), openProcessIo());
endSoon();
