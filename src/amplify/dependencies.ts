/** A service of AWS that Amplify stands on. */
export interface Dependency {
  readonly name: string;
  /**
   * Whether all regions share it: it has no region, or Amplify uses the one in us-east-1, where the control planes of
   * such services are.
   */
  readonly isGlobal: boolean;
}

/** What Amplify's own events are about. */
export const amplify: Dependency = { name: "Amplify", isGlobal: false };

/** Names as the health feed, ARNs and AWS's status pages have them, without spaces, dashes, "AWS" and "Amazon". */
type Row = readonly [name: string, knownAs: readonly string[], isGlobal?: "global"];

/**
 * What Amplify Hosting serves, builds and deploys with, and what the backends are made of that it deploys. From
 * https://docs.aws.amazon.com/amplify/latest/userguide/security-iam-awsmanpol.html (the policies of its service roles),
 * https://docs.aws.amazon.com/amplify/latest/userguide/custom-domains.html (CloudFront, Route 53, certificates) and
 * https://docs.aws.amazon.com/amplify/latest/userguide/welcome.html (CodeCommit), as of November 2026.
 */
const rows: readonly Row[] = [
  ["API Gateway", ["apigateway"]],
  ["AppSync", ["appsync"]],
  ["Certificate Manager", ["acm", "certificatemanager"], "global"],
  ["CloudFormation", ["cloudformation"]],
  ["CloudFront", ["cloudfront"], "global"],
  ["CodeBuild", ["codebuild"]],
  ["CodeCommit", ["codecommit"]],
  ["Cognito", ["cognito", "cognitoidentity", "cognitoidp", "cognitouserpools"]],
  ["DynamoDB", ["dynamodb"]],
  ["IAM", ["iam", "identityandaccessmanagement"], "global"],
  ["Lambda", ["lambda"]],
  ["Route 53", ["route53"], "global"],
  ["S3", ["s3", "simplestorageservice"]],
  ["STS", ["sts", "securitytokenservice"]],
  ["Systems Manager", ["ssm", "systemsmanager"]],
];

const known: ReadonlyMap<string, Dependency> = new Map(
  rows.flatMap(([name, knownAs, isGlobal]) => {
    const dependency = { name, isGlobal: isGlobal === "global" };
    return knownAs.map((key) => [key, dependency] as const);
  }),
);

/**
 * Which service it is that AWS calls so: {@link amplify} itself, or one that it depends on.
 *
 * @param name - as in `s3`, `AWS Lambda` or `CERTIFICATE_MANAGER`; without a region
 */
export function dependencyOf(name: string): Dependency | undefined {
  const key = name
    .toLowerCase()
    .replace(/^(?:amazon|aws)\b/u, "")
    .replace(/[^a-z0-9]+/gu, "");
  return key.includes("amplify") ? amplify : known.get(key);
}
