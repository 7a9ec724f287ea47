"""Reads GGUF files with the package of llama.cpp's authors, and holds their tensors against a model's safetensors."""

import json
import sys

import gguf
import torch
from safetensors.torch import load_file

question = json.load(open(sys.argv[1]))
dtypes = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def bits(tensor):
    return tensor.contiguous().view(torch.int32 if tensor.dtype == torch.float32 else torch.int16).flatten()


def compare(reader, model, names):
    wrong = []
    seen = set()
    for name, expected in model.items():
        place = names.get_name(name, try_suffixes=(".weight",))
        tensor = next((t for t in reader.tensors if t.name == place), None)
        if tensor is None:
            wrong.append(f"{name} is missing")
            continue
        seen.add(place)
        kind = tensor.tensor_type.name
        # bfloat16 comes as bytes.
        data = torch.from_numpy(tensor.data.copy())
        stored = data.flatten().view(dtypes[kind]) if kind == "BF16" else data
        if list(reversed(tensor.shape.tolist())) != list(expected.shape):
            wrong.append(f"{name} has the shape {tensor.shape}")
        elif not torch.equal(bits(stored), bits(expected.to(dtypes[kind]))):
            wrong.append(f"{name} differs")
        elif expected.dim() == 1 and kind != "F32":
            wrong.append(f"{name} is a norm in {kind}")
    return wrong + [f"{t.name} is too much" for t in reader.tensors if t.name not in seen]


answer = []
for file in question:
    reader = gguf.GGUFReader(file["file"])
    fields = {key: field.contents() for key, field in reader.fields.items()}
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.QWEN3, fields["qwen3.block_count"])
    answer.append(
        {
            "wrong": compare(reader, load_file(f"{file['model']}/model.safetensors"), names),
            "types": sorted({t.tensor_type.name for t in reader.tensors if len(t.shape) == 2}),
            "numbers": {key: float(value) for key, value in fields.items() if isinstance(value, (int, float))},
            "texts": {key: value for key, value in fields.items() if isinstance(value, str)},
            "tokens": fields["tokenizer.ggml.tokens"],
            "merges": fields["tokenizer.ggml.merges"],
            "tokenTypes": fields["tokenizer.ggml.token_type"],
        }
    )
json.dump(answer, open(sys.argv[2], "w"))
