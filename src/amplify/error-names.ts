/** Names under which a service says "slower"; the modelled ones of Amplify and those the SDK knows as throttling. */
export const throttlingNames: ReadonlySet<string> = new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

/** Names of server errors, for errors that come without `$fault` and `$metadata`, as mocks make them. */
export const serverErrorNames: ReadonlySet<string> = new Set([
  "DependentServiceFailureException",
  "InternalFailure",
  "InternalFailureException",
  "InternalServerError",
  "InternalServerException",
  "ServiceUnavailable",
  "ServiceUnavailableException",
]);

const networkCodes: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETRESET",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "EPROTO",
  "ETIMEDOUT",
]);

/** Codes of OpenSSL's certificate verification, as Node reports them. */
const certificateCode =
  /^(?:CERT_|CRL_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$)/;

/** Whether `code` says that a certificate is not trusted. */
export function isCertificateCode(code: string): boolean {
  return certificateCode.test(code);
}

/** Node's HTTP parser (`HPE_…`), and undici, which a custom request handler may be built on. */
const protocolCode = /^(?:HPE_|UND_ERR_)/;

/** Whether `code` says that the network, TLS or HTTP below the service failed. */
export function isNetworkCode(code: string): boolean {
  return networkCodes.has(code) || certificateCode.test(code) || protocolCode.test(code);
}
