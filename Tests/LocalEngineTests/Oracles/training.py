"""Trains Qwen3 with torch, transformers and peft, one sequence at a time.

Stays: every line on standard input names a directory with a question (request.json, model, adapters), where the answer
is put (results.safetensors); then it prints "done", or what went wrong.
"""

import os
import sys
import traceback

os.environ.update(OMP_NUM_THREADS="1", TRANSFORMERS_VERBOSITY="error", HF_HUB_DISABLE_PROGRESS_BARS="1")

import json, torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

def terms(logprobs, datum, loss):
    kind = loss["kind"]
    if kind == "cross_entropy":
        result = -logprobs
    else:
        advantages = torch.tensor(datum["advantages"])
        ratio = torch.exp(logprobs - torch.tensor(datum["sampler"]))
        clipped = torch.clamp(ratio, loss["clipLow"], loss["clipHigh"])
        if kind == "importance_sampling":
            result = -ratio * advantages
        elif kind == "ppo":
            result = -torch.minimum(ratio * advantages, clipped * advantages)
        elif kind == "cispo":
            result = -clipped.detach() * advantages * logprobs
    if loss["klCoefficient"] != 0:
        distance = torch.tensor(datum["reference"]) - logprobs
        result = result + loss["klCoefficient"] * (torch.exp(distance) - distance - 1)
    return result

def run(directory):
    request = json.load(open(directory + "/request.json"))
    model = AutoModelForCausalLM.from_pretrained(directory + "/model", dtype=torch.float32)
    if request["hasAdapters"]:
        from peft import PeftModel
        model = PeftModel.from_pretrained(model, directory + "/adapters", is_trainable=True)
    trained = [(n.replace(".default.weight", ".weight"), p)
               for n, p in model.named_parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": [p for _, p in trained if p.dim() > 1], "weight_decay": request["weightDecay"]},
         {"params": [p for _, p in trained if p.dim() == 1], "weight_decay": 0.0}],
        lr=request["learningRate"], betas=(request["beta1"], request["beta2"]), eps=request["epsilon"])
    results = {}
    for index, data in enumerate(request["steps"]):
        total, kept = 0.0, []
        for datum in data:
            logits = model(torch.tensor([datum["tokens"]])).logits[0]
            targets = torch.tensor(datum["targets"]).long()
            logprobs = torch.log_softmax(logits, -1).gather(1, targets[:, None])[:, 0]
            value = (terms(logprobs, datum, request["loss"]) * torch.tensor(datum["weights"])).sum()
            value.backward()
            total += value.item()
            kept.append(logprobs.detach())
        results[f"loss.{index}"] = torch.tensor([total])
        results[f"logprobs.{index}"] = torch.cat(kept)
        if index == 0:
            for n, p in trained:
                results["grad/" + n] = p.grad.clone()
        for _, p in trained:
            p.grad /= request["gradientDivisor"]
        limit = request["maximumGradientNorm"]
        norm = torch.nn.utils.clip_grad_norm_([p for _, p in trained], limit if limit > 0 else float("inf"))
        results[f"norm.{index}"] = norm[None]
        optimizer.step()
        optimizer.zero_grad()
    for n, p in trained:
        results["weight/" + n] = p.detach().clone()
    if request["hasAdapters"]:
        for n, p in model.merge_and_unload().named_parameters():
            results["merged/" + n] = p.detach().clone()
    save_file({n: t.contiguous() for n, t in results.items()}, directory + "/results.safetensors")


answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    try:
        run(line.strip())
        print("done", file=answers, flush=True)
    except Exception:
        print(traceback.format_exc().replace("\n", " | "), file=answers, flush=True)
