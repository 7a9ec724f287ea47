"""Opens checkpoints with `transformers` and `peft`, makes some, and says what their models compute."""

import json
import sys

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, Qwen3Config, Qwen3ForCausalLM

question = json.load(open(sys.argv[1]))
torch.set_num_threads(1)


def measure(model, prompts):
    model = model.float().eval()
    result = []
    with torch.no_grad():
        for prompt in prompts:
            logprobs = torch.log_softmax(model(torch.tensor([prompt])).logits[0], -1)
            scores = logprobs[:-1].gather(1, torch.tensor(prompt[1:])[:, None])[:, 0]
            tokens = list(prompt)
            for _ in range(12):
                tokens.append(model(torch.tensor([tokens])).logits[0, -1].argmax().item())
            result.append({"prompt": prompt, "logProbabilities": scores.tolist(), "greedy": tokens[len(prompt):]})
    return result


def opened(place, base):
    model = AutoModelForCausalLM.from_pretrained(base or place, dtype=torch.float32)
    return PeftModel.from_pretrained(model, place) if base else model


answer = {"opened": [], "made": []}
for checkpoint in question["checkpoints"]:
    model = opened(checkpoint["location"], checkpoint.get("base"))
    answer["opened"].append({"location": checkpoint["location"], "results": measure(model, question["prompts"])})


def configuration(**changes):
    values = dict(
        vocab_size=50, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=4, head_dim=16,
        intermediate_size=48, max_position_embeddings=256, initializer_range=0.2, tie_word_embeddings=True,
    )
    return Qwen3Config(**{**values, **changes})


made = {
    "tied": (configuration(), {}),
    "untied": (configuration(tie_word_embeddings=False), {}),
    "grouped queries": (configuration(num_key_value_heads=2), {}),
    "another theta": (configuration(rope_parameters={"rope_type": "default", "rope_theta": 500.0}), {}),
    "in parts": (configuration(tie_word_embeddings=False), {"max_shard_size": "20KB"}),
    "bfloat16": (configuration(), {"dtype": torch.bfloat16}),
    "float16": (configuration(), {"dtype": torch.float16}),
}
torch.manual_seed(1)
for name, (config, options) in made.items():
    model = Qwen3ForCausalLM(config)
    for parameter in model.parameters():
        if parameter.dim() == 1:
            parameter.data.uniform_(0.5, 1.5)
    place = f"{question['directory']}/{name}"
    options = dict(options)
    model = model.to(options.pop("dtype", torch.float32))
    model.save_pretrained(place, **options)
    results = measure(opened(place, None), question["prompts"])
    answer["made"].append({"location": place, "results": results})

base = f"{question['directory']}/grouped queries"
for name, modules in (("adapters", ["q_proj", "v_proj", "down_proj"]), ("all adapters", "all-linear")):
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    model = get_peft_model(model, LoraConfig(r=3, lora_alpha=5, target_modules=modules, task_type="CAUSAL_LM"))
    for parameter_name, parameter in model.named_parameters():
        if "lora_B" in parameter_name:
            parameter.data.normal_(0, 0.3)
    place = f"{question['directory']}/{name}"
    model.save_pretrained(place)
    answer["made"].append({"location": place, "results": measure(model, question["prompts"])})
json.dump(answer, open(sys.argv[2], "w"))
