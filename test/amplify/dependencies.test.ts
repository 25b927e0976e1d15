import { expect, test } from "vitest";
import { amplify, dependencyOf } from "../../src/amplify/dependencies.ts";

test.each(["amplify", "AMPLIFY", "AWS Amplify", "Amplify Hosting", "awsamplify", "AMPLIFY_UI_BUILDER"])(
  "%s is Amplify itself",
  (name) => {
    expect(dependencyOf(name)).toBe(amplify);
  },
);

test.each([
  ["s3", "S3"],
  ["Amazon S3", "S3"],
  ["Amazon Simple Storage Service", "S3"],
  ["CLOUDFORMATION", "CloudFormation"],
  ["API_GATEWAY", "API Gateway"],
  ["Amazon API Gateway", "API Gateway"],
  ["AWS Identity and Access Management", "IAM"],
  ["AWS Certificate Manager", "Certificate Manager"],
  ["Amazon Cognito", "Cognito"],
  ["Amazon Route 53", "Route 53"],
])("%s is what Amplify depends on", (name, dependency) => {
  expect(dependencyOf(name)?.name).toBe(dependency);
});

test.each(["", "ec2", "acm-pca", "Amazon Elastic Compute Cloud", "__proto__", "constructor", "s3 Glacier"])(
  "%s is not",
  (name) => {
    expect(dependencyOf(name)).toBeUndefined();
  },
);
