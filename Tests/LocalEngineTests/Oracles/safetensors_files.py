"""Writes and reads safetensors files with the reference implementation."""

import json
import sys

import torch
from safetensors import safe_open
from safetensors.torch import save_file

question = json.load(open(sys.argv[1]))
answer = {"written": {}, "read": {}}

torch.manual_seed(0)
special = torch.tensor([0.0, -0.0, 1.0, -1.0, 6.1e-5, -5.9e-8, 3.1e-5, 65504.0, float("inf"), -float("inf")])
for name, dtype in (("F32", torch.float32), ("BF16", torch.bfloat16), ("F16", torch.float16)):
    values = torch.cat([special, torch.randn(990) * torch.exp(torch.randn(990) * 4)]).reshape(10, 100).to(dtype)
    save_file({"odd": torch.ones(3, dtype=dtype), "values": values}, f"{question['directory']}/{name}.safetensors")
    answer["written"][name] = values.float().view(torch.int32).flatten().tolist()

for path in question["read"]:
    with safe_open(path, framework="pt") as file:
        answer["read"][path] = {
            name: {"type": str(file.get_tensor(name).dtype), "bits": file.get_tensor(name).float().view(torch.int32).flatten().tolist()}
            for name in file.keys()
        }
json.dump(answer, open(sys.argv[2], "w"))
