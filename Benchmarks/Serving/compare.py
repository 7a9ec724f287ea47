"""Measures `titer serve` and llama.cpp's server over the same random model, under the same streaming clients.

Both serve the same weights as `titer gguf` writes them for llama.cpp, with the same number of threads and of completions
at a time. Clients ask over and over for completions of one length, each over a
connection of its own, and stream them. The servers run in turn.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))

parser = argparse.ArgumentParser(prog="Benchmarks/serving", description=__doc__)
parser.add_argument("--titer", required=True, help=argparse.SUPPRESS)
parser.add_argument("--clients", type=int, default=200)
parser.add_argument("--seconds", type=float, default=60, help="what is measured of each server and round")
parser.add_argument("--rounds", type=int, default=1)
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--prompt", type=int, default=64, help="tokens of a prompt")
parser.add_argument("--completion", type=int, default=64, help="tokens of a completion")
parser.add_argument("--width", type=int, default=512)
parser.add_argument("--layers", type=int, default=8)
parser.add_argument("--json", help="write the figures to this file too")
options = parser.parse_args()


def make_model(directory):
    """A random model of Qwen3's architecture with a tokenizer of its own."""
    import torch
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(1)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    # Merges of two bytes until there are 4,096 tokens.
    controls = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>"]
    pairs = [(first, second) for first in alphabet for second in alphabet]
    letters = random.Random(1).sample(pairs, 4096 - len(alphabet) - len(controls))
    spellings = alphabet + [first + second for first, second in letters]
    vocabulary = {text: index for index, text in enumerate(spellings)}
    tokenizer = Tokenizer(models.BPE(vocabulary, letters))
    split = pre_tokenizers.Split(
        Regex(
            r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
        ), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(controls)
    os.makedirs(directory)
    tokenizer.save(os.path.join(directory, "tokenizer.json"))
    heads = options.width // 64
    configuration = Qwen3Config(
        vocab_size=4096, hidden_size=options.width, num_hidden_layers=options.layers, num_attention_heads=heads,
        num_key_value_heads=max(1, heads // 2), head_dim=64, intermediate_size=3 * options.width,
        max_position_embeddings=1024, tie_word_embeddings=True, eos_token_id=4092)
    model = Qwen3ForCausalLM(configuration)
    model.save_pretrained(directory)
    return sum(parameter.numel() for parameter in model.parameters())


async def ask(port, body, tally):
    """Streams one completion and tells when each of its parts came."""
    begun = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    try:
        writer.write(
            b"POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        status = await reader.readline()
        if b" 200 " not in status:
            tally["errors"].append(status.decode(errors="replace").strip())
            return
        first = None
        while line := await reader.readline():
            if not line.startswith(b"data: "):
                continue
            if b"[DONE]" in line:
                now = time.monotonic()
                tally["done"].append((now, first - begun if first else 0.0, now - begun))
                return
            if b'"error"' in line:
                tally["errors"].append(line.decode(errors="replace").strip())
                return
            first = first or time.monotonic()
        tally["errors"].append("the stream broke off")
    finally:
        writer.close()


async def load(port, process):
    """Keeps all clients busy, and gives the figures of the time behind the warm-up."""
    tally = {"done": [], "errors": []}
    draw = random.Random(2)
    warm = 0.25 * options.seconds
    begun = time.monotonic()
    end = begun + warm + options.seconds

    async def client():
        while time.monotonic() < end:
            body = json.dumps({
                "model": "model", "prompt": [draw.randrange(4000) for _ in range(options.prompt)],
                "max_tokens": options.completion, "temperature": 1.0, "top_p": 1.0, "top_k": 0, "stream": True,
                "ignore_eos": True, "seed": draw.randrange(1 << 30)}).encode()
            try:
                await ask(port, body, tally)
            except OSError as error:
                tally["errors"].append(str(error))

    async def look():
        await asyncio.sleep(warm)
        return memory(process)

    early, *_ = await asyncio.gather(look(), *(client() for _ in range(options.clients)))
    counted = [entry for entry in tally["done"] if begun + warm <= entry[0] <= end]
    if not counted:
        sys.exit(f"no completion came to its end: {tally['errors'][:3]}")
    firsts = sorted(entry[1] for entry in counted)
    return {
        "tokens": len(counted) * options.completion / options.seconds, "errors": len(tally["errors"]),
        "first": statistics.median(firsts), "first95": firsts[int(0.95 * len(firsts))],
        "early": early, "whole": statistics.median(entry[2] for entry in counted), "samples": tally["errors"][:3],
    }


def memory(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def measure(command, port_of):
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        line = process.stdout.readline()
        descriptors = len(os.listdir(f"/proc/{process.pid}/fd"))
        figures = asyncio.run(load(port_of(line), process))
        time.sleep(2)
        figures["memory"] = memory(process)
        figures["growth"] = figures["memory"] - figures["early"]
        figures["left"] = len(os.listdir(f"/proc/{process.pid}/fd")) - descriptors
        return figures
    finally:
        process.stdin.close()
        process.terminate()
        process.wait()


with tempfile.TemporaryDirectory() as scratch:
    directory = os.path.join(scratch, "model")
    count = make_model(directory)
    file = os.path.join(scratch, "model.gguf")
    subprocess.run([options.titer, "gguf", directory, file], check=True, stdout=subprocess.DEVNULL)
    servers = {
        "titer serve": (
            [options.titer, "serve", "--port", "0", "--model", directory, "--runs", scratch, "--threads",
             str(options.threads), "--maximum-requests", str(2 * options.clients)]),
        "llama.cpp": (
            [sys.executable, os.path.join(HERE, "llama.py"), file, str(options.threads), str(16 * options.threads),
             str(options.prompt + options.completion + 8)]),
    }
    rounds = {name: [] for name in servers}
    for _ in range(options.rounds):
        for name, command in servers.items():
            rounds[name].append(measure(command, lambda line: int(line.strip().rsplit(":", 1)[1])))
    print(f"{count / 1e6:.1f} M parameters, {options.clients} clients, {options.prompt} + {options.completion} tokens\n")
    print("| | tokens a second | first token, s | 95 % | whole, s | memory, MB | grown, MB | files left open | errors |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name, all_rounds in rounds.items():
        row = {key: statistics.median(r[key] for r in all_rounds) for key in all_rounds[0] if key != "samples"}
        print(
            f"| {name} | {row['tokens']:.0f} | {row['first']:.2f} | {row['first95']:.2f} | {row['whole']:.2f} | "
            f"{row['memory']:.0f} | {row['growth']:.0f} | {row['left']:.0f} | {row['errors']:.0f} |")
        for error in all_rounds[0]["samples"]:
            print(f"  {name}: {error}", file=sys.stderr)
    if options.json:
        with open(options.json, "w") as output:
            json.dump(rounds, output, indent=2)
