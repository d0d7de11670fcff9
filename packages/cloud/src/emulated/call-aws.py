"""Calls AWS by name: a line {"service", "operation", "input"} in, a line {"output"} or {"error"} out."""

import json
import sys

import boto3

clients = {}

for line in sys.stdin:
    request = json.loads(line)
    service = request["service"]
    try:
        if service not in clients:
            clients[service] = boto3.client(service)
        output = getattr(clients[service], request["operation"])(**request["input"])
        output.pop("ResponseMetadata", None)
        if hasattr(output.get("Body"), "read"):
            output["Body"] = output["Body"].read().decode()
        answer = {"output": output}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer, default=str), flush=True)
