"""Measures this engine and PyTorch with transformers side by side, and prints the rates and their ratios.

Both get the same weights, sequences and numbers of threads. `Benchmarks/compare` calls this with the engine built.
"""

import argparse
import ctypes.util
import json
import os
import platform
import random
import statistics
import subprocess
import tempfile
import time

parser = argparse.ArgumentParser(prog="Benchmarks/compare", description=__doc__)
parser.add_argument("--engine", required=True, help=argparse.SUPPRESS)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--width", type=int, default=128)
parser.add_argument("--layers", type=int, default=4)
parser.add_argument("--heads", type=int, default=4)
parser.add_argument("--inner", type=int, default=384, help="width of the feed-forward layers")
parser.add_argument("--vocabulary", type=int, default=1500)
parser.add_argument("--sequences", type=int, default=64, help="sequences of a training step")
parser.add_argument("--groups", type=int, default=16, help="prompts of a round of sampling")
parser.add_argument("--group-size", type=int, default=8, help="completions of a prompt")
parser.add_argument("--rounds", type=int, default=7)
parser.add_argument("--json", help="write the figures to this file too")
options = parser.parse_args()

os.environ["OMP_NUM_THREADS"] = str(options.threads)
os.environ["HF_HUB_OFFLINE"] = "1"

import torch  # noqa: E402  (after the number of threads is set)
import transformers  # noqa: E402
from transformers import AutoModelForCausalLM, Qwen3Config, Qwen3ForCausalLM  # noqa: E402

torch.set_num_threads(options.threads)
WARM_UP = 2
PROMPT, NEW = 60, 50


def workload():
    chance = random.Random(7)
    tokens = lambda count: [chance.randrange(options.vocabulary) for _ in range(count)]
    return {
        "training": {
            "training, all of 96 tokens": [tokens(96) for _ in range(options.sequences)],
            "training, 60 to 130 tokens": [tokens(chance.randint(60, 130)) for _ in range(options.sequences)],
        },
        "prompts": [tokens(PROMPT) for _ in range(options.groups)],
        "groupSize": options.group_size,
        "newTokens": NEW,
        "threads": options.threads,
        "rounds": options.rounds,
        "warmUp": WARM_UP,
    }


def rounds(body):
    for _ in range(WARM_UP):
        body()
    seconds = []
    for _ in range(options.rounds):
        begun = time.perf_counter()
        body()
        seconds.append(time.perf_counter() - begun)
    return seconds


def torch_seconds(directory, work):
    """The fastest settings that were found: scaled dot-product attention, fused AdamW, zero-filled gradients unset."""
    result = {}
    for name, sequences in work["training"].items():
        model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, attn_implementation="sdpa")
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.95), weight_decay=0.0, fused=True)
        longest = max(map(len, sequences))
        inputs = torch.tensor([s + [0] * (longest - len(s)) for s in sequences])
        labels = torch.tensor([s + [-100] * (longest - len(s)) for s in sequences])
        # Padding is at the end, where causal attention never looks, so no mask is needed: the fastest path.

        def step():
            loss = model(input_ids=inputs, labels=labels, use_cache=False).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)

        result[name] = rounds(step)

    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, attn_implementation="sdpa").eval()
    prompts = torch.tensor(work["prompts"])

    def generate():
        with torch.inference_mode():
            model.generate(
                prompts, attention_mask=torch.ones_like(prompts), do_sample=True, top_k=0, top_p=1.0, temperature=1.0,
                max_new_tokens=NEW, min_new_tokens=NEW, num_return_sequences=options.group_size, pad_token_id=0,
            )

    result["sampling"] = rounds(generate)
    sequences = next(iter(work["training"].values()))
    batch = torch.tensor(sequences)

    def score():
        with torch.inference_mode():
            logits = model(batch, use_cache=False).logits[:, :-1]
            torch.log_softmax(logits, -1).gather(2, batch[:, 1:, None])

    result["scoring"] = rounds(score)
    return result


def sgemm_rate():
    """The machine's single-precision GFLOP/s on all threads: the largest of PyTorch's library and of OpenBLAS."""
    size = 1024
    left, right = torch.randn(size, size), torch.randn(size, size)
    seconds = rounds(lambda: left @ right)
    library = ctypes.util.find_library("openblas")
    if library:
        blas = ctypes.CDLL(library)
        blas.openblas_set_num_threads(options.threads)
        out, one = torch.empty(size, size), ctypes.c_float(1)
        pointers = [ctypes.c_void_p(matrix.data_ptr()) for matrix in (left, right, out)]
        row_major, plain = 101, 111
        seconds += rounds(
            lambda: blas.cblas_sgemm(
                row_major, plain, plain, size, size, size, one, pointers[0], size, pointers[1], size,
                ctypes.c_float(0), pointers[2], size))
    return 2 * size**3 / min(seconds) * 1e-9


def training_flops(sequences):
    """What a training step has to compute at least: six operations a weight and token, and causal attention."""
    width, layers = options.width, options.layers
    weights = layers * (4 * width**2 + 3 * width * options.inner) + width * options.vocabulary
    return sum(6 * (len(s) - 1) * (weights + layers * width * (len(s) - 1)) for s in sequences)


def table(figures):
    lines = ["| | this engine | PyTorch | ratio |", "|---|---:|---:|---:|"]
    for row in figures["rows"]:
        lines.append(f"| {row['name']} | {row['engine']:,.0f} | {row['torch']:,.0f} | {row['ratio']:.1f} × |")
    return "\n".join(lines)


def main():
    work = workload()
    with tempfile.TemporaryDirectory() as directory:
        torch.manual_seed(0)
        Qwen3ForCausalLM(
            Qwen3Config(
                vocab_size=options.vocabulary, hidden_size=options.width, num_hidden_layers=options.layers,
                num_attention_heads=options.heads, num_key_value_heads=options.heads,
                head_dim=options.width // options.heads, intermediate_size=options.inner,
                max_position_embeddings=1024, tie_word_embeddings=True, bos_token_id=None, eos_token_id=None,
            )
        ).save_pretrained(directory)
        path = os.path.join(directory, "workload.json")
        json.dump(work, open(path, "w"))
        engine = lambda: json.loads(subprocess.run([options.engine, directory, path], check=True, stdout=-1).stdout)
        # Twice each, in turn, so that a slow spell of the machine does not fall on one side alone.
        ours, theirs = {}, {}
        rate = sgemm_rate()
        for _ in range(2):
            for all_seconds, new in ((ours, engine()), (theirs, torch_seconds(directory, work))):
                for name, seconds in new.items():
                    all_seconds.setdefault(name, []).extend(seconds)
        rate = max(rate, sgemm_rate())

    tokens = {name: sum(len(s) - 1 for s in sequences) for name, sequences in work["training"].items()}
    tokens["sampling"] = options.groups * options.group_size * NEW
    tokens["scoring"] = next(iter(tokens.values()))
    labels = {
        "sampling": f"sampling {options.groups} × {options.group_size}, {PROMPT} + {NEW} tokens",
        "scoring": "log-probabilities of 96 tokens",
    }
    rows = []
    for name, count in tokens.items():
        engine_rate, torch_rate = (count / statistics.median(s[name]) for s in (ours, theirs))
        rows.append(
            {
                "name": labels.get(name, name), "engine": engine_rate, "torch": torch_rate,
                "ratio": engine_rate / torch_rate, "engineSeconds": ours[name], "torchSeconds": theirs[name],
            }
        )
    figures = {
        "rows": rows, "sgemm": rate, "threads": options.threads, "torchVersion": torch.__version__,
        "transformersVersion": transformers.__version__, "processor": platform.processor() or platform.machine(),
        "model": {k: getattr(options, k) for k in ("width", "layers", "heads", "inner", "vocabulary")},
    }
    print(f"Tokens a second, medians of {2 * options.rounds} rounds; single precision, {options.threads} threads;")
    print(
        f"width {options.width}, {options.layers} layers, {options.heads} heads, inner {options.inner}, "
        f"vocabulary {options.vocabulary}; torch {torch.__version__}, transformers {transformers.__version__}."
    )
    print(f"The machine multiplies 1024 × 1024 matrices at {rate:,.0f} GFLOP/s.\n")
    print(table(figures))
    for name, sequences in work["training"].items():
        reached = training_flops(sequences) / statistics.median(ours[name]) * 1e-9
        print(f"\n{name}: {reached:,.0f} GFLOP/s, {reached / rate:.0%} of the matrix-product rate.")
    if options.json:
        json.dump(figures, open(options.json, "w"), indent=2)


main()
