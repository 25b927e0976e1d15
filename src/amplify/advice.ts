import { isCertificateCode, isNetworkCode, serverErrorNames, throttlingNames } from "./error-names.ts";
import { quotaOf } from "./quotas.ts";
import { throttlingMessage } from "./throttling-message.ts";

/** What kind of trouble it is, as far as an error tells. */
export type AdviceKind =
  | "internalFailure"
  | "dependentService"
  | "throttled"
  | "quota"
  | "clockSkew"
  | "credentials"
  | "dns"
  | "tls"
  | "network"
  | "timeout"
  | "other";

/** What to do about an error, and where to read more. */
export interface Advice {
  readonly kind: AdviceKind;
  /** What it means, in a sentence. */
  readonly meaning: string;
  /** What to do, the first thing first. */
  readonly steps: readonly string[];
  /** The page these facts are from. */
  readonly source: string;
}

/** The part of an error that advice is found by. */
export interface SeenError {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly fault: string;
  readonly status: number | undefined;
}

const commonErrors = "https://docs.aws.amazon.com/amplify/latest/APIReference/CommonErrors.html";
const healthPage = "Look at https://health.aws.amazon.com/health/status for Amplify in your region.";
const supportCase =
  "Where it lasts, open a support case with the error code, the request ids, their times and a way to reproduce it.";

const table: Readonly<Record<Exclude<AdviceKind, "quota">, Omit<Advice, "kind">>> = {
  internalFailure: {
    meaning:
      "Something broke inside Amplify; nothing in the request causes it, and nothing in it can mend it.",
    steps: ["Wait: the circuit tries again by itself.", healthPage, supportCase],
    source: commonErrors,
  },
  dependentService: {
    meaning: "A service that Amplify depends on (such as CloudFront, Route 53, S3 or CloudFormation) failed.",
    steps: [
      "Wait: the circuit tries again by itself.",
      "Look at https://health.aws.amazon.com/health/status for the services that Amplify builds on, too.",
      supportCase,
    ],
    source:
      "https://docs.aws.amazon.com/botocore/latest/reference/services/amplify/client/exceptions/DependentServiceFailureException.html",
  },
  throttled: {
    meaning: "Amplify asks for fewer requests; it says so under the names BadRequestException and 429, too.",
    steps: [
      "Call less often, and not from many processes at once: capacity, queue and coalesce help.",
      "Let the SDK retry it with backoff: retryThrottled.",
    ],
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html",
  },
  clockSkew: {
    meaning:
      "This machine's clock is off: AWS refuses requests that were signed minutes before or after its own time.",
    steps: [
      "Set the clock by NTP (chronyc tracking, or timedatectl, shows how far it is off).",
      "In a container or virtual machine, look at the host's clock, above all after it slept.",
    ],
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html",
  },
  credentials: {
    meaning:
      "AWS does not accept who is calling, or what they may do: no, expired or insufficient credentials.",
    steps: [
      "See who you are: aws sts get-caller-identity.",
      "Renew expired credentials; look at the role's policy for the amplify: action that was refused.",
    ],
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
  },
  dns: {
    meaning:
      "The endpoint's name could not be looked up: a resolver, a VPC without DNS, or a misspelled region.",
    steps: [
      "Look the name up on this machine: nslookup amplify.REGION.amazonaws.com.",
      "Compare the region with those that have Amplify.",
    ],
    source: "https://docs.aws.amazon.com/general/latest/gr/amplify.html",
  },
  tls: {
    meaning: "The connection is not trusted: most often a proxy in between with a certificate of its own.",
    steps: [
      "See whose certificate it is: openssl s_client -connect amplify.REGION.amazonaws.com:443.",
      "Give Node.js the proxy's certificate authority: NODE_EXTRA_CA_CERTS.",
    ],
    source: "https://nodejs.org/api/cli.html#node_extra_ca_certsfile",
  },
  network: {
    meaning: "No connection, or a broken one, between this machine and Amplify.",
    steps: [
      "See whether other AWS services can be reached from here: if not, it is the network.",
      "Look at NAT gateways, proxies, security groups and VPC endpoints in between.",
      healthPage,
    ],
    source: "https://docs.aws.amazon.com/general/latest/gr/amplify.html",
  },
  timeout: {
    meaning: "No answer in time: Amplify is slow or hangs, or something in between swallows requests.",
    steps: [
      "Compare with other operations: where they are quick, it is this operation and not the network.",
      healthPage,
      "After a write that timed out nobody knows whether it took effect: look before you repeat it.",
    ],
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html",
  },
  other: {
    meaning: "An error without a known remedy.",
    steps: ["Read its message and code.", healthPage, supportCase],
    source: commonErrors,
  },
};

const advice = Object.fromEntries(
  Object.entries(table).map(([kind, entry]) => [
    kind,
    Object.freeze({ kind, ...entry, steps: Object.freeze(entry.steps) }),
  ]),
) as unknown as Readonly<Record<keyof typeof table, Advice>>;

const clockNames = /^(?:RequestTimeTooSkewed|RequestExpired|RequestInTheFuture)$/u;
const signatureNames = /^(?:InvalidSignatureException|SignatureDoesNotMatch)$/u;
const clockMessage = /signature (?:not yet current|expired)/iu;
const credentialNames =
  /^(?:CredentialsProviderError|ExpiredToken|ExpiredTokenException|UnauthorizedException|AccessDenied|AccessDeniedException|UnrecognizedClientException|InvalidClientTokenId|MissingAuthenticationToken|MissingAuthenticationTokenException)$/u;
const dnsCodes = /^(?:ENOTFOUND|EAI_AGAIN)$/u;
const timeoutNames = /^(?:CallTimeoutError|TimeoutError)$/u;

/** Read from top to bottom: what fits first is what it is. */
const signs: readonly (readonly [kind: AdviceKind, fits: (error: SeenError) => boolean])[] = [
  ["internalFailure", ({ name }) => name === "InternalFailureException" || name === "InternalFailure"],
  ["dependentService", ({ name }) => name === "DependentServiceFailureException"],
  ["quota", ({ name }) => name === "LimitExceededException"],
  ["throttled", isThrottling],
  ["clockSkew", ({ name }) => clockNames.test(name)],
  ["clockSkew", ({ name, message }) => signatureNames.test(name) && clockMessage.test(message)],
  ["credentials", ({ name }) => credentialNames.test(name) || signatureNames.test(name)],
  // An error of the service's may have any member by the name of code, which is none of Node's.
  ["other", isAnswer],
  ["dns", ({ code }) => dnsCodes.test(code)],
  ["tls", ({ code }) => isCertificateCode(code) || code === "EPROTO"],
  ["timeout", ({ name, code }) => (timeoutNames.test(name) && !isNetworkCode(code)) || code === "ETIMEDOUT"],
  ["network", ({ code }) => isNetworkCode(code)],
  [
    "internalFailure",
    ({ name, fault, status = 0 }) => serverErrorNames.has(name) || fault === "server" || status >= 500,
  ],
];

/**
 * What to do about an error that a call of Amplify ended in.
 *
 * @param error - as it was seen; {@link adviceFor} reads it off any error
 */
export function adviceOn(error: SeenError): Advice {
  const kind = signs.find(([, fits]) => fits(error))?.[0] ?? "other";
  if (kind !== "quota") return advice[kind];
  const { quota, source } = quotaOf(error.message);
  return Object.freeze({
    kind,
    meaning: `A quota of the account is used up: ${quota}. It is no outage, and trying again does not help.`,
    steps: quotaSteps,
    source,
  });
}

const quotaSteps = Object.freeze([
  "Delete what is not needed any more, or wait where it is a rate or a deployment in progress.",
  "Ask for more: Service Quotas console → AWS Amplify, or aws service-quotas request-service-quota-increase.",
]);

function isThrottling({ name, message, status }: SeenError): boolean {
  if (status === 429 || throttlingNames.has(name)) return true;
  return name === "BadRequestException" && throttlingMessage.test(message);
}

/** Whether the service has answered, and knew what it said. */
function isAnswer({ fault, status = 0 }: SeenError): boolean {
  return fault === "client" && status >= 400 && status < 500 && status !== 408;
}
