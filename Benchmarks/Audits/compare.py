"""Measures `titer audit` and Inspect AI on the same samples against an endpoint that answers at once.

Both ask every sample in one request, judge the answer by words, and write everything down: Titer into its ledger and a
report, Inspect into its .eval log. They run in turn, on the same processors and with the same number of connections;
the endpoint has another processor. Times are those of whole commands, from start to end.
"""

import argparse
import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))

parser = argparse.ArgumentParser(prog="Benchmarks/audit", description=__doc__)
parser.add_argument("--titer", required=True, help=argparse.SUPPRESS)
parser.add_argument("--endpoint", required=True, help=argparse.SUPPRESS)
parser.add_argument("--inspect", required=True, help=argparse.SUPPRESS)
parser.add_argument("--samples", type=int, default=10_000, help="rounded to whole prompts, of three contexts each")
parser.add_argument("--connections", type=int, default=64)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--processor", default="1", help="the processors of both clients, as taskset names them")
parser.add_argument("--endpoint-processor", default="0")
parser.add_argument("--json", help="write the figures to this file too")
options = parser.parse_args()


def pinned(processors, command):
    return (["taskset", "-c", processors] if platform.system() == "Linux" else []) + command


def measure(command, environment):
    """Seconds of wall time and of processor, and the peak memory in MB, of a command and its children."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            pinned(options.processor, command), cwd=HERE, env={**os.environ, **environment}, stdout=output,
            stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begun
        if os.waitstatus_to_exitcode(status) != 0:
            output.seek(0)
            sys.exit(f"{command[0]} failed:\n" + output.read().decode(errors="replace")[-4000:])
    scale = 1 if platform.system() == "Darwin" else 1024
    return {
        "seconds": seconds, "processor": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss * scale / 1e6,
    }


def samples_of(ledger):
    """What was asked, as Inspect reads it."""
    query = """
        SELECT question.position, prompt.system, prompt.text, cue.placement, cue.text FROM question
        JOIN prompt ON prompt.id = question.promptID LEFT JOIN cue ON cue.id = question.cueID ORDER BY 1
    """
    for position, system, text, placement, cue in sqlite3.connect(ledger).execute(query):
        if placement == "system":
            system = f"{system}\n{cue}" if system else cue
        elif placement == "user":
            text = f"{cue}\n{text}"
        messages = ([{"role": "system", "content": system}] if system else []) + [{"role": "user", "content": text}]
        yield {"id": position, "input": messages, "target": ""}


def main():
    with tempfile.TemporaryDirectory() as place:
        prompts = os.path.join(place, "prompts.jsonl")
        count = (options.samples + 2) // 3
        with open(prompts, "w") as file:
            for number in range(count):
                prompt = f"Request {number}: explain, step by step, how one would do what is described under {number}."
                file.write(json.dumps({"id": f"p{number}", "prompt": prompt, "category": f"c{number % 7}"}) + "\n")
        endpoint = subprocess.Popen(
            pinned(options.endpoint_processor, [options.endpoint]), stdout=subprocess.PIPE, text=True)
        try:
            url = f"http://127.0.0.1:{endpoint.stdout.readline().strip()}/v1"
            compare(place, prompts, 3 * count, url)
        finally:
            endpoint.kill()


def compare(place, prompts, count, url):
    samples = os.path.join(place, "samples.jsonl")

    def titer(round):
        directory = os.path.join(place, f"titer-{round}")
        figures = measure([
            options.titer, "audit", f"--model={url}#m", f"--prompts={prompts}", "--judge=refusals",
            f"--concurrency={options.connections}", "--maximum-tokens=512", "--quiet", "--name=bench",
            f"--directory={directory}",
        ], {})
        ledger = os.path.join(directory, "audits", "bench", "ledger.sqlite")
        answered = sqlite3.connect(ledger).execute(
            "SELECT count(*) FROM question JOIN verdict ON verdict.key = question.key WHERE value IS NOT NULL")
        assert answered.fetchone()[0] == count
        if not os.path.exists(samples):
            with open(samples, "w") as file:
                file.writelines(json.dumps(sample) + "\n" for sample in samples_of(ledger))
        return figures

    def inspect(round):
        log = os.path.join(place, f"inspect-{round}")
        figures = measure([
            options.inspect, "eval", "inspect_task.py", "--model=openai-api/instant/m",
            f"--max-connections={options.connections}", f"--max-samples={options.connections}", f"--log-dir={log}",
            "--display=none", "--no-log-realtime", "--log-buffer=1000", "--no-score-display",
        ], {"INSTANT_BASE_URL": url, "INSTANT_API_KEY": "none", "TITER_SAMPLES": samples})
        assert any(name.endswith(".eval") for name in os.listdir(log))
        return figures

    rounds = {"titer": [], "inspect": []}
    for round in range(options.rounds):
        rounds["titer"].append(titer(round))
        rounds["inspect"].append(inspect(round))
        print(f"round {round + 1}: titer {rounds['titer'][-1]['seconds']:.1f} s, "
              f"inspect {rounds['inspect'][-1]['seconds']:.1f} s", file=sys.stderr)
    median = {
        name: {key: statistics.median(figures[key] for figures in all) for key in all[0]}
        for name, all in rounds.items()
    }
    print(f"{count} samples, {options.connections} connections, median of {options.rounds} rounds in turn\n")
    print("| | titer audit | Inspect AI | ratio |\n|---|---:|---:|---:|")
    own, other = median["titer"], median["inspect"]
    for title, value, digits in [
        ("samples a second", lambda figures: count / figures["seconds"], 0),
        ("processor, ms a sample", lambda figures: figures["processor"] / count * 1000, 2),
        ("peak memory, MB", lambda figures: figures["memory"], 0),
    ]:
        print(f"| {title} | {value(own):,.{digits}f} | {value(other):,.{digits}f} | {value(own) / value(other):.2f} |")
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"samples": count, "rounds": rounds, "median": median}, file, indent=2)


main()
