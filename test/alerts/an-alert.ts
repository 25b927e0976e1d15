import type { Alert } from "../../src/alerts/index.ts";
import { adviceFor } from "../../src/index.ts";

/** An alert about one circuit. */
export function anAlert(alert: Partial<Alert> = {}): Alert {
  return {
    ...{ id: "ListApps-eu-west-1-1", status: "firing", kind: "circuitOpen", severity: "warning" },
    summary: "Amplify ListApps is out in eu-west-1: InternalFailureException",
    circuits: [{ name: "ListApps", region: "eu-west-1", scope: "tenant-1", since: 1_000 }],
    ...{ since: 1_000, at: 1_000 },
    cause: { name: "InternalFailureException", message: "down", requestId: "r-7" },
    advice: adviceFor({ name: "InternalFailureException" }),
    ...alert,
  };
}
