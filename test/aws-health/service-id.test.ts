import { expect, test } from "vitest";
import { readServiceId, regionOf } from "../../src/aws-health/service-id.ts";

test.each([
  ["s3-us-east-1", "s3", "us-east-1"],
  ["acm-pca-me-central-1", "acm-pca", "me-central-1"],
  ["lambda-us-gov-west-1", "lambda", "us-gov-west-1"],
  ["lambda-us-isob-east-1", "lambda", "us-isob-east-1"],
  ["ec2-cn-northwest-1", "ec2", "cn-northwest-1"],
  ["ec2-ap-southeast-2", "ec2", "ap-southeast-2"],
  ["ec2-eusc-de-east-1", "ec2", "eusc-de-east-1"],
  ["S3-EU-WEST-3", "s3", "eu-west-3"],
  ["cloudfront", "cloudfront", undefined],
  ["s3-us-standard", "s3-us-standard", undefined],
  ["aws lambda", "aws lambda", undefined],
])("takes %s apart", (id, service, region) => {
  expect(readServiceId(id)).toEqual({ service, region });
});

test.each([
  ["eu-west-1", "eu-west-1"],
  ["EU-West-1", "eu-west-1"],
  ["Global", "global"],
  ["Oregon", undefined],
  ["s3-eu-west-1", undefined],
  ["", undefined],
  [undefined, undefined],
])("finds the region that %s names", (text, region) => {
  expect(regionOf(text)).toBe(region);
});
