import { warnOfFailure } from "../errors/warn-of-failure.ts";
import type { Alert } from "./alert.ts";
import type { SinkFailure } from "./alert-sink.ts";

type OnError = ((failure: SinkFailure) => unknown) | undefined;

/** Gives what tells of the failures of one sink: the option's function, or the process, and that once. */
export function sinkErrorTeller(sink: string, onError: OnError): (alert: Alert, error: unknown) => void {
  let hasWarned = false;
  const warn = (what: string, error: unknown, hint = ""): void => {
    if (hasWarned) return;
    hasWarned = true;
    warnOfFailure(what, error, "AMPLIFY_BREAKER_ALERT_ERROR", hint);
  };
  return (alert, error) => {
    if (onError === undefined) {
      warn(`The alert sink ${sink}`, error, "; further failures are told to option onError only");
      return;
    }
    const tell = async (): Promise<unknown> => onError(Object.freeze({ sink, alert, error }));
    tell().catch((thrown: unknown) => warn("Option onError of alertOn()", thrown));
  };
}
