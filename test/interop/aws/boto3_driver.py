"""Lets another process use boto3's WorkMail client: a question a line on standard input, what came of it a line on standard output, both JSON.

{"action": "ListUsers", "input": {...}} is answered by {"answer": {...}}; with "pageSize" by the list of all pages that boto3's paginator turns.
{"refused": {"class": ..., "code": ..., "message": ...}} is an error of the service, and the class boto3 has for it; {"broken": ...} any other one.
The service is at WORKMAIL_API_ENDPOINT. The end of the input is the end of the process.
"""
import json
import os
import sys

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError


def without_metadata(answer):
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def done(client, question):
    method = xform_name(question["action"])
    given = {name: value for name, value in question["input"].items() if value is not None}
    if "pageSize" not in question:
        return without_metadata(getattr(client, method)(**given))
    pages = client.get_paginator(method).paginate(**given, PaginationConfig={"PageSize": question["pageSize"]})
    return [without_metadata(page) for page in pages]


def main():
    client = boto3.client("workmail", region_name="eu-west-1", endpoint_url=os.environ["WORKMAIL_API_ENDPOINT"])
    for line in sys.stdin:
        try:
            told = {"answer": done(client, json.loads(line))}
        except ClientError as error:
            about = error.response["Error"]
            told = {"refused": {"class": type(error).__name__, "code": about["Code"], "message": about["Message"]}}
        except Exception as error:
            told = {"broken": f"{type(error).__name__}: {error}"}
        # Times are the only values that JSON does not have.
        print(json.dumps(told, default=lambda time: time.isoformat()), flush=True)


main()
