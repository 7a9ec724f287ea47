"""Starts `inspect view` on a directory of logs and says what it serves.

argv[1] is a JSON file with the directory, argv[2] where the answer goes.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request


def fetch(url):
    with urllib.request.urlopen(url, timeout=60) as response:
        return response.read().decode()


def main():
    # Whoever starts this may block signals, and the viewer would inherit that: it could not be told to end.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    directory = json.load(open(sys.argv[1]))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    viewer = subprocess.Popen(
        [os.path.join(os.path.dirname(sys.executable), "inspect"), "view", "start", "--log-dir", ".", "--host",
         "127.0.0.1", "--port", str(port)],
        cwd=directory,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                page = fetch(address)
                break
            except OSError:
                assert viewer.poll() is None, "the viewer ended"
                time.sleep(0.2)
        logs = []
        for entry in json.loads(fetch(f"{address}/api/logs"))["files"]:
            name = os.path.basename(entry["name"])
            log = json.loads(fetch(f"{address}/api/logs/{urllib.parse.quote(name, safe='')}"))
            logs.append({
                "task": entry["task"], "status": log["status"], "samples": len(log["samples"]),
                "scored": sum(1 for sample in log["samples"] if sample.get("scores")),
            })
        answer = {"page": "<title>Inspect View</title>" in page, "logs": sorted(logs, key=lambda log: log["samples"])}
        json.dump(answer, open(sys.argv[2], "w"))
    finally:
        viewer.terminate()
        try:
            viewer.wait(20)
        except subprocess.TimeoutExpired:
            viewer.kill()


main()
