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
interface SeenError {
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
  readonly $metadata?: { readonly httpStatusCode?: number | undefined } | undefined;
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

const clockNames = /^(?:RequestTimeTooSkewed|RequestExpired|RequestInTheFuture)$/u;
const clockMessage = /signature (?:not yet current|expired)|clock|skew/iu;
const credentialNames =
  /^(?:CredentialsProviderError|ExpiredToken|ExpiredTokenException|UnauthorizedException|AccessDenied|AccessDeniedException|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|MissingAuthenticationToken)/u;
const certificateCodes =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|EPROTO)/u;
const dnsCodes = /^(?:ENOTFOUND|EAI_AGAIN)$/u;
const networkCodes = /^(?:ECONN|EHOST|ENET|EPIPE|HPE_|UND_ERR_)/u;

/**
 * What to do about an error that a call of Amplify ended in.
 *
 * @example
 * ```ts
 * adviceFor(error).steps; // ["Wait: the circuit tries again by itself.", …]
 * ```
 */
export function adviceFor(error: SeenError): Advice {
  const kind = kindOf(error);
  if (kind !== "quota") return { kind, ...table[kind] };
  const { quota, source } = quotaOf(error.message);
  return {
    kind,
    meaning: `A quota of the account is used up: ${quota}. It is no outage, and trying again does not help.`,
    steps: [
      "Delete what is not needed any more, or wait where it is a rate or a deployment in progress.",
      "Ask for more: Service Quotas console → AWS Amplify, or aws service-quotas request-service-quota-increase.",
    ],
    source,
  };
}

/** Read from top to bottom: what fits first is what it is. */
const signs: readonly (readonly [kind: AdviceKind, fits: (error: SeenError) => boolean])[] = [
  ["internalFailure", ({ name }) => name === "InternalFailureException" || name === "InternalFailure"],
  ["dependentService", ({ name }) => name === "DependentServiceFailureException"],
  ["quota", ({ name }) => name === "LimitExceededException"],
  ["throttled", isThrottling],
  ["clockSkew", ({ name }) => clockNames.test(name)],
  ["clockSkew", ({ name, message }) => credentialNames.test(name) && clockMessage.test(message)],
  ["credentials", ({ name }) => credentialNames.test(name)],
  ["dns", ({ code }) => dnsCodes.test(code ?? "")],
  ["tls", ({ code }) => certificateCodes.test(code ?? "")],
  ["network", ({ code }) => networkCodes.test(code ?? "")],
  ["timeout", ({ name, code }) => /^(?:CallTimeoutError|TimeoutError)$/u.test(name) || code === "ETIMEDOUT"],
  ["internalFailure", ({ $metadata }) => ($metadata?.httpStatusCode ?? 0) >= 500],
];

function kindOf(error: SeenError): AdviceKind {
  return signs.find(([, fits]) => fits(error))?.[0] ?? "other";
}

function isThrottling({ name, message, $metadata }: SeenError): boolean {
  if ($metadata?.httpStatusCode === 429 || /throttl|TooManyRequests|SlowDown/iu.test(name)) return true;
  return name === "BadRequestException" && throttlingMessage.test(message);
}
