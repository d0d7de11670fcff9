#!/usr/bin/env python3
"""Stands in for AWS's session-manager-plugin: runs the command of a session of the emulation, at a terminal as the agent does.

Like the real one it is called with the session as JSON, prints where a session begins and ends, shows what the command writes
to both of its outputs as a terminal would, and ends with 0 however the command ended.
"""

import json
import os
import pty
import shlex
import sys
from urllib.parse import unquote, urlparse

if len(sys.argv) < 2:
    print("\nThe Session Manager plugin was installed successfully. Use the AWS CLI to start a session.\n")
    sys.exit()
if sys.argv[1] == "--version":
    print("1.2.707.0")
    sys.exit()

session = {key.lower(): value for key, value in json.loads(sys.argv[1]).items()}
with open(unquote(urlparse(session["streamurl"]).path), encoding="utf-8") as file:
    wanted = json.load(file)

print(f"\nStarting session with SessionId: {wanted['sessionId']}", flush=True)
os.environ.clear()
os.environ.update(wanted["env"])
pty.spawn(shlex.split(wanted["command"]))
print(f"\n\nExiting session with sessionId: {wanted['sessionId']}.\n", flush=True)
