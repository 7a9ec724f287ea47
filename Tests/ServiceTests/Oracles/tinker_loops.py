"""Trains with the official `tinker` client, of the version in the directory `sdk`, against the service."""

import json
import os
import sys

question = json.load(open(sys.argv[1]))
if question["sdk"]:
    sys.path.insert(0, question["sdk"])
os.environ["TINKER_API_KEY"] = "tml-" + question["token"]
os.environ["TINKER_BASE_URL"] = question["url"]

import numpy
import tinker
import torch
from peft import PeftModel
from tinker import types
from transformers import AutoModelForCausalLM

torch.set_num_threads(1)
answer = {"version": tinker.__version__, "metrics": []}


def of(value):
    """The newer client gives futures of some things that the older gives at once."""
    return value.result() if hasattr(value, "result") else value


service = tinker.ServiceClient()
answer["models"] = [model.model_name for model in of(service.get_server_capabilities()).supported_models]
base = answer["models"][0]


def datum(tokens, targets, **inputs):
    arrays = {"target_tokens": numpy.array(targets, dtype=numpy.int64)}
    arrays |= {name: numpy.array(values, dtype=numpy.float32) for name, values in inputs.items()}
    return types.Datum(
        model_input=types.ModelInput.from_ints(tokens),
        loss_fn_inputs={name: types.TensorData.from_numpy(values) for name, values in arrays.items()},
    )


# Supervised: the loss of a few texts falls, and what the first pass says is told.
learner = of(service.create_lora_training_client(base_model=base, rank=4, seed=7, train_unembed=False))
texts = [datum(one["tokens"], one["targets"], weights=one["weights"]) for one in question["data"]]
answer["losses"] = []
for step in range(8):
    passed = learner.forward_backward(texts, "cross_entropy")
    moved = learner.optim_step(types.AdamParams(learning_rate=0.01, eps=1e-8, grad_clip_norm=1.0))
    result = passed.result()
    if step == 0:
        answer["logprobs"] = [output["logprobs"].tolist() for output in result.loss_fn_outputs]
    answer["losses"].append(result.metrics["loss:sum"])
    answer["metrics"] = sorted(result.metrics) + sorted(moved.result().metrics)
answer["forward"] = learner.forward(texts, "cross_entropy").result().metrics["loss:sum"]
info = learner.get_info()
answer["info"] = [info.model_data.model_name, info.lora_rank, info.is_lora]

# A loss of one's own, from log-probabilities: that of cross-entropy, so that the numbers are known.
custom = learner.forward_backward_custom(
    texts,
    lambda data, logprobs: (
        -sum((one * torch.tensor(datum.loss_fn_inputs["weights"].data)).sum() for one, datum in zip(logprobs, data)),
        {"mine": 1.0},
    ),
).result()
answer["custom"] = custom.metrics["loss:sum"]

# Saved, changed, restored with the optimizer: the same steps again come to the same.
path = learner.save_state("state").result().path


def two_steps():
    losses = []
    for _ in range(2):
        losses.append(learner.forward_backward(texts, "cross_entropy").result().metrics["loss:sum"])
        learner.optim_step(types.AdamParams(learning_rate=0.01)).result()
    return losses


learner.load_state_with_optimizer(path).result()
first = two_steps()
learner.load_state_with_optimizer(path).result()
answer["repeats"] = first == two_steps()
resumed = of(service.create_training_client_from_state_with_optimizer(path))
answer["resumed"] = resumed.forward(texts, "cross_entropy").result().metrics["loss:sum"] == first[0]

# Reinforcement: a token is rewarded, and comes more and more often.
policy = of(service.create_lora_training_client(base_model=base, rank=4, seed=3, train_unembed=False))
prompt = types.ModelInput.from_ints([5, 9, 12])
wanted = question["wanted"]
answer["rewards"] = []
for step in range(question["steps"]):
    sampler = of(policy.save_weights_and_get_sampling_client())
    samples = sampler.sample(
        prompt=prompt, num_samples=24, sampling_params=types.SamplingParams(max_tokens=6, seed=step, stop=[])
    ).result()
    rewards = [sum(token in wanted for token in one.tokens) / len(one.tokens) for one in samples.sequences]
    mean = sum(rewards) / len(rewards)
    answer["rewards"].append(mean)
    data = []
    for one, reward in zip(samples.sequences, rewards):
        tokens = prompt.to_ints() + list(one.tokens)
        before = prompt.length - 1
        data.append(
            datum(
                tokens[:-1], tokens[1:], logprobs=[0.0] * before + list(one.logprobs),
                advantages=[0.0] * before + [reward - mean] * len(one.tokens),
            )
        )
    passed = policy.forward_backward(data, question["loss"])
    policy.optim_step(types.AdamParams(learning_rate=0.02, eps=1e-8)).result()
    told = [output["logprobs"].tolist()[before:] for output in passed.result().loss_fn_outputs]
    answer["off_policy"] = max(
        abs(mine - drawn)
        for one, values in zip(samples.sequences, told)
        for mine, drawn in zip(values, one.logprobs)
    )

# Sampling: from a saved name, with stops of either kind, scored prompts, and many at a time.
saved = policy.save_weights_for_sampler("final").result().path
sampler = of(service.create_sampling_client(model_path=saved))
text = question["data"][0]["tokens"]
scores = sampler.compute_logprobs(types.ModelInput.from_ints(text)).result()
answer["first_score"] = scores[0] is None
directory = os.path.join(question["workspace"], "tinker", saved.split("/")[2].replace(":", "-"), "sampler_weights", "final")
model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(question["model"], dtype=torch.float32), directory)
with torch.no_grad():
    logits = model.eval()(torch.tensor([text])).logits[0].log_softmax(-1)
expected = [logits[place, token].item() for place, token in enumerate(text[1:])]
answer["peft_difference"] = max(abs(mine - other) for mine, other in zip(scores[1:], expected))
top = sampler.sample(
    prompt=types.ModelInput.from_ints(text), num_samples=1, include_prompt_logprobs=True, topk_prompt_logprobs=3,
    sampling_params=types.SamplingParams(max_tokens=1),
).result().topk_prompt_logprobs
answer["top"] = top[0] is None and all(
    abs(value - logits[place, token].item()) < 1e-3
    for place, row in enumerate(top[1:])
    for token, value in row
) and all(len(row) == 3 for row in top[1:])
greedy = types.SamplingParams(max_tokens=12, temperature=0)
whole = sampler.sample(prompt=prompt, num_samples=1, sampling_params=greedy.model_copy(update={"stop": []})).result()
tokens = list(whole.sequences[0].tokens)
answer["unstopped"] = [len(tokens), whole.sequences[0].stop_reason]
stopped = sampler.sample(
    prompt=prompt, num_samples=1, sampling_params=greedy.model_copy(update={"stop": [tokens[3]]})
).result().sequences[0]
answer["stopped"] = list(stopped.tokens) == tokens[: tokens.index(tokens[3]) + 1] and stopped.stop_reason == "stop"
many = [
    sampler.sample(prompt=prompt, num_samples=2, sampling_params=types.SamplingParams(max_tokens=4, seed=number))
    for number in range(40)
]
answer["many"] = sum(len(future.result().sequences) for future in many)
answer["same_seed"] = len(
    {
        tuple(sampler.sample(
            prompt=prompt, num_samples=1, sampling_params=types.SamplingParams(max_tokens=8, seed=5)
        ).result().sequences[0].tokens)
        for _ in range(3)
    }
)

# What there is, and what is no more.
rest = service.create_rest_client()
runs = rest.list_training_runs().result()
answer["runs"] = [len(runs.training_runs), runs.cursor.total_count]
checkpoints = rest.list_checkpoints(path.split("/")[2]).result().checkpoints
answer["checkpoints"] = [[one.checkpoint_id, one.checkpoint_type] for one in checkpoints]
weights = rest.get_weights_info_by_tinker_path(path).result()
answer["weights"] = [weights.base_model, weights.lora_rank, weights.train_attn, weights.train_unembed]
rest.delete_checkpoint_from_tinker_path(path).result()
answer["deleted"] = rest.list_checkpoints(path.split("/")[2]).result().checkpoints == []

# Mistakes come back as sentences, and what comes after them is done.
answer["errors"] = []
for wrong in (
    lambda: learner.forward_backward([datum([1, 100000], [2, 3], weights=[1, 1])], "cross_entropy").result(),
    lambda: learner.forward_backward([datum([1, 2], [2], weights=[1])], "cross_entropy").result(),
    lambda: learner.load_state(path).result(),
    lambda: of(service.create_lora_training_client(base_model="other", rank=4)),
    lambda: of(service.create_sampling_client(model_path="tinker://x/weights/y")),
):
    try:
        wrong()
    except Exception as error:
        answer["errors"].append(f"{type(error).__name__}: {error}")
answer["goes_on"] = learner.forward_backward(texts, "cross_entropy").result().metrics["loss:sum"] > 0

json.dump(answer, open(sys.argv[2], "w"))
# The client's own threads would keep the program for a while.
sys.stdout.flush()
os._exit(0)
