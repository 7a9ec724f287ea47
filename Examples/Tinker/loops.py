"""Supervised finetuning, then reinforcement by groups, with the official `tinker` client over `titer serve`.

    ./titer serve --model base=latest:full
    TINKER_BASE_URL=http://127.0.0.1:8400 TINKER_API_KEY=tml-none python Examples/Tinker/loops.py base
"""

import sys

import numpy
import tinker
from tinker import types

model = sys.argv[1] if len(sys.argv) > 1 else "base"
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 10


def of(value):
    """Newer clients give futures where older ones, up to 0.24, wait themselves."""
    return value.result() if hasattr(value, "result") else value


def datum(tokens, first, **inputs):
    """A sequence of which the tokens from `first` on are learned; `inputs` has one number for each of those."""
    targets = {"target_tokens": numpy.array(tokens[1:], dtype=numpy.int64)}
    for name, values in inputs.items():
        targets[name] = numpy.array([0.0] * (first - 1) + list(values), dtype=numpy.float32)
    return types.Datum(
        model_input=types.ModelInput.from_ints(tokens[:-1]),
        loss_fn_inputs={name: types.TensorData.from_numpy(values) for name, values in targets.items()},
    )


service = tinker.ServiceClient()
learner = of(service.create_lora_training_client(base_model=model, rank=8, seed=1))
tokenizer = learner.get_tokenizer()


def prompt(question):
    """A conversation up to where the model answers, in tokens."""
    messages = [{"role": "user", "content": question}]
    text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    return tokenizer.encode(text, add_special_tokens=False)


# Supervised: one answer is learned by heart. Losses are sums, so the rate is divided by what is summed.
begin = prompt("Who are you?")
answer = tokenizer.encode("I am a model of my own laptop.<|im_end|>", add_special_tokens=False)
lesson = datum(begin + answer, len(begin), weights=[1 / len(answer)] * len(answer))
for step in range(steps):
    passed = learner.forward_backward([lesson], "cross_entropy")
    learner.optim_step(types.AdamParams(learning_rate=2e-3)).result()
    print(f"supervised {step}: loss {passed.result().metrics['loss:sum']:.3f}")

# Reinforcement: answers are drawn in groups and compared within them; the letter e is what pays.
begins = [prompt(question) for question in ("Name a river.", "Tell a story.")]
for step in range(steps):
    sampler = of(learner.save_weights_and_get_sampling_client())
    settings = types.SamplingParams(max_tokens=24, seed=step)
    drawn = [sampler.sample(types.ModelInput.from_ints(begin), 16, settings) for begin in begins]
    data, rewards = [], []
    for begin, group in zip(begins, drawn):
        group = group.result().sequences
        texts = [tokenizer.decode(one.tokens, skip_special_tokens=True) for one in group]
        paid = [text.count("e") / max(1, len(text)) for text in texts]
        mean, spread = numpy.mean(paid), numpy.std(paid) + 1e-6
        for one, reward in zip(group, paid):
            length = len(one.tokens)
            data.append(
                datum(
                    begin + list(one.tokens), len(begin), logprobs=one.logprobs,
                    advantages=[(reward - mean) / spread / length] * length,
                )
            )
        rewards += paid
    learner.forward_backward(data, "importance_sampling")
    learner.optim_step(types.AdamParams(learning_rate=2e-3, grad_clip_norm=1.0)).result()
    print(f"reinforcement {step}: reward {numpy.mean(rewards):.3f}")

print("saved", learner.save_state("example").result().path)
