"""What the logits processors of `transformers` make of a model's next-token distribution."""

import json
import sys

import torch
from transformers import AutoModelForCausalLM
from transformers.generation.logits_process import (
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

question = json.load(open(sys.argv[1]))
torch.set_num_threads(1)
model = AutoModelForCausalLM.from_pretrained(question["model"], dtype=torch.float32)
answer = []
for row in question["rows"]:
    tokens = torch.tensor([row["prompt"]])
    with torch.no_grad():
        scores = model(tokens).logits[:, -1]
    if row["temperature"] != 1:
        scores = TemperatureLogitsWarper(row["temperature"])(tokens, scores)
    if row["topK"] > 0:
        scores = TopKLogitsWarper(row["topK"])(tokens, scores)
    if row["topP"] < 1:
        scores = TopPLogitsWarper(row["topP"])(tokens, scores)
    answer.append(torch.softmax(scores[0].double(), -1).tolist())
json.dump(answer, open(sys.argv[2], "w"))
