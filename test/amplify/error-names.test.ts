import { expect, test } from "vitest";
import { isNetworkCode } from "../../src/amplify/error-names.ts";

test.each([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "EPROTO",
  "ETIMEDOUT",
  "CERT_HAS_EXPIRED",
  "CRL_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "HPE_INVALID_CONSTANT",
  "HPE_HEADER_OVERFLOW",
  "UND_ERR_SOCKET",
])("%s is a code of the network", (code) => {
  expect(isNetworkCode(code)).toBe(true);
});

test.each([
  "",
  "ENOENT",
  "EMFILE",
  "EACCES",
  "ERR_INVALID_ARG_TYPE",
  "MY_CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERTIFICATE",
  "HOSTNAME_MISMATCHED",
  "INVALID_CALL",
  "INVALID_PURPOSE_NAME",
  "PATH_LENGTH_EXCEEDED_BY_FAR",
  "NOT_HPE_INVALID",
  "econnreset",
  "EOPENBREAKER",
])("%j is none", (code) => {
  expect(isNetworkCode(code)).toBe(false);
});
